"""The set phrases of what comes in place of an article: consent, sign-in and error notices, checks against robots.

English has its own list, as notices speak to their reader there in words that can be counted; the other languages of
Europe share theirs, since a phrase of one means nothing in the next.
"""

from __future__ import annotations

import re

_CONSENT = r"""
\bcookies?\b
\baccept all\b
\breject (?:all|them)\b
\bmanage (?:your |my |cookie )?(?:preferences|cookies|options|settings|choices)\b
\byour (?:consent|choices|privacy)\b
\bour \d* ?partners\b
\baccess information on (?:a|your) device\b
\blegitimate interests?\b
\bwithdraw (?:your )?consent\b
\b(?:cookie|privacy) (?:policy|settings|preferences|notice)\b
\bpersonali[sz]ed (?:ads?|advertising|content)\b
\bimprove your experience\b
"""
_LOGIN = r"""
\b(?:sign|log) ?in\b
\bcreate (?:an |your )?(?:free )?account\b
\bforgot(?:ten)? (?:your )?password\b
\bpassword\b
\bsubscribe (?:now|today|to (?:read|continue))\b
\balready (?:a subscriber|have an account|registered)\b
\bsubscribers? only\b
\bcontinue reading\b
\bfree trial\b
\be-?mail address\b
"""
_ERROR = r"""
\b(?:error )?(?:40[0-9]|41[0-9]|429|50[0-4])\b
\bpage (?:was |is |could |can)? ?not (?:be )?found\b
\baccess (?:to this page )?(?:is |has been )?denied\b
\bforbidden\b
\btry again\b
\bsomething went wrong\b
\b(?:no longer (?:available|exists?)|does(?:n[’']t| not) exist|can(?:not|[’']t) be found|may have (?:been )?moved)\b
\bhome ?page\b
\b(?:temporarily|currently) unavailable\b
\bunder maintenance\b
"""
_ROBOTS = r"""
\bcaptcha\b
\b(?:a|not a) (?:ro)?bot\b
\byou are (?:a )?human\b
\b(?:enable|turn on|requires?) (?:javascript|cookies)\b
\bjavascript (?:and cookies )?(?:is|are) (?:disabled|required|not enabled)\b
\bchecking (?:your|if the site) \w+\b
\bunusual (?:traffic|activity)\b
\bsecurity (?:check|of your connection|service)\b
\bray id\b
\byou have been blocked\b
\bad[ -]?blocker\b
\bpress (?:and|&) hold\b
"""
_CONSENT_ELSEWHERE = r"""
\bcookies?\b|\bинформационные файлы\b|файл(?:ы|ов|и|ів)? cookie
\balle(?:s)? (?:akzeptieren|ablehnen|accepteren|weigeren)\b|\b(?:tout|tous) (?:accepter|refuser)\b|\b(?:aceptar|rechazar) tod[ao]s?\b
|\b(?:accetta|rifiuta) tutt[oi]\b|\baceitar tudo\b|\brejeitar tudo\b|\bacceptera alla?\b|\bgodkänn alla\b|\baccepter alle\b
|\bgodta alle\b|\bzaakceptuj wszystk|\bodrzuć wszystk|\bakceptuję\b|принять все|прийняти всі|\bpřijmout vše\b|\bhyväksy kaikki\b
\b(?:einwilligung|zustimmung|zustimmen)\b|\bconsentement\b|\bconsentimiento\b|\bconsenso\b|\bconsentimento\b|\btoestemming\b
|\bsamtyc?ke?\b|\bzgod[aęy]\b|\bсоглас(?:ие|ия)\b|\bзгод[ауи]\b|\bsouhlas\b|\bsuostumu
\b(?:nos|nuestros|nostri|nossos|onze|unsere[rn]?|våra|vores|våre|naszy(?:ch|mi|m)?) (?:\d+ )?(?:\w+ )?(?:partn|part[en]*rs?|partenaires|socios
|parceiros|partner\w*)
\b(?:endgerät|gerät)\w*\b.*\b(?:speicher|zugreif|zugriff)|\b(?:stocker|accéder à) (?:et|des|ou)\b.*\b(?:terminal|appareil)\b
|\balmacenar\b.*\bdispositivo\b|\barchiviare\b.*\bdispositivo\b|\barmazenar\b.*\bdispositivo\b|\bopslaan\b.*\bapparaat\b
\bdatenschutz(?:erklärung|einstellungen|hinweis\w*)?\b|\bpolitique de (?:confidentialité|cookies)\b|\bpolítica de (?:privacidad(?:e)?|cookies)\b
|\binformativa sulla privacy\b|\bprivacy ?beleid\b|\bintegritetspolicy\b|\bprivatlivspolitik\b|\bpersonvern\w*\b|\bpolityk\w+ prywatności\b
|политик\w+ конфиденциальности|політик\w+ конфіденційності
\bpersonalisierte (?:werbung|anzeigen|inhalte)\b|\bpublicités? (?:et contenus? )?personnalisée?s?\b|\bpublicidad (?:y contenido )?personalizad
|\bpubblicità personalizzat|\bpublicidade personalizada\b|\bgepersonaliseerde (?:advertenties|inhoud)\b|\bpersonlig\w+ (?:annonser|annoncer|reklam)
\b(?:widerrufen|ablehnen)\b|\bretirer (?:votre|mon) consentement\b|\bparamétrer\b|\bconfigurar\b|\bgestisci (?:le )?(?:preferenze|opzioni)\b
|\bgérer (?:mes|vos) (?:choix|préférences)\b|\beinstellungen (?:verwalten|ändern|anpassen)\b|\bbeheer\w*\b|\bustawieni\w+\b
"""
_LOGIN_ELSEWHERE = r"""
\b(?:anmelden|einloggen|registrieren)\b|\b(?:se connecter|connectez-vous|s.inscrire|s.identifier|identifiez-vous)\b|\binicia(?:r)? sesión\b
|\b(?:accedi|registrati)\b|\b(?:iniciar sessão|entrar|faça login)\b|\b(?:inloggen|log in|aanmelden)\b|\blogga in\b|\blog(?:g)? in(?:d|n)?\b
|\bzaloguj\b|\bвойти\b|\bувійти\b
\babo(?:s|nnent\w*|nnement\w*|nnieren)?\b|\babonn(?:é|ée|és|ées|ez-vous|ement|ements|ieren|enten|ees?|emang|er)\b
|\bsuscr(?:iptor\w*|íbete|ibirse|ipción)\b|\babbon(?:a(?:ti|to|mento)|ati)\b|\bassin(?:antes?|atura|e)\b|\bprenum\w+\b|\bsubskry\w+\b
|\bподпис\w+\b|\bпередплат\w+\b
\bpasswort\b|\bmot de passe\b|\bcontraseña\b|\bsenha\b|\bpalavra-passe\b|\bwachtwoord\b|\blösenord\b|\badgangskode\b|\bhasło\b|\bпароль\b
\b(?:weiterlesen|weiter lesen)\b|\b(?:lire la suite|poursuivre (?:votre|la) lecture|continuer (?:votre|la) lecture)\b
|\b(?:seguir|continuar) leyendo\b|\bcontinu(?:a|are) a leggere\b|\bcontinu(?:e|ar) a ler\b|\blees verder\b|\bverder lezen\b|\bläs vidare\b
|\bczytaj dalej\b|\bчитать далее\b
\b(?:exklusiv|nur) für abonnent\w*\b|\b(?:réservé|réservée|réservés) (?:aux|à nos) abonnés\b|\b(?:solo|exclusivo) para (?:suscriptores|assinantes)\b
|\b(?:riservat[oa]|solo per) (?:agli )?abbonati\b|\balleen voor abonnees\b|\bkun for abonnenter\b|\btylko dla (?:subskrybentów|prenumeratorów)\b
\bkostenlos (?:testen|registrieren)\b|\bgratis (?:testen|monat|maand|proberen)\b|\bprobemonat\b|\bsans engagement\b|\bessai gratuit\b|\bprueba gratis\b
|\bprova gratis\b|\bkonto (?:erstellen|anlegen)\b|\bcréer (?:un|votre) compte\b|\bcrear (?:una )?cuenta\b|\bpro (?:monat|woche)\b|\bpar mois\b|\bal mes\b
"""
_ERROR_ELSEWHERE = r"""
\b(?:fehler|erreur|error|errore|erro|fout|fel|fejl|feil|błąd|ошибка|помилка|chyba)\b
\b40[0-9]\b|\b410\b|\b50[0-4]\b
\bseite (?:wurde |konnte )?(?:leider )?nicht (?:gefunden|verfügbar)\b|\bpage (?:est )?(?:introuvable|non trouvée|indisponible)\b
|\bn(?:.|e )existe (?:pas|plus)\b|\bpágina (?:no|não) (?:encontrada|disponible|disponível|existe)\b|\bpagina non (?:trovata|disponibile)\b
|\bpagina (?:is )?niet gevonden\b|\bsidan (?:kunde inte hittas|finns inte)\b|\bsiden (?:blev ikke fundet|findes ikke|finnes ikke)\b
|\bnie znaleziono strony\b|\bstrona nie istnieje\b|страница не найдена|сторінк\w+ не знайдено
\bstartseite\b|\bpage d.accueil\b|\bpágina (?:de inicio|inicial|principal)\b|\bhomepage\b|\bstartsidan\b|\bforside\w*\b|\bstron\w+ główn\w+\b
|главн\w+ страниц|головн\w+ сторінк
\b(?:versuchen sie es|erneut versuchen)\b|\bréessayer\b|\bréessayez\b|\binténtalo de nuevo\b|\briprova\b|\btente novamente\b|\bprobeer\w* (?:het )?opnieuw\b
"""
_ROBOTS_ELSEWHERE = r"""
\bcaptcha\b
\b(?:kein|ein|un|uno|um|geen|en|ein) (?:ro)?bot\b|\bno (?:es|eres|soy) un robot\b|\bpas un robot\b|\bне робот\b
\bjavascript\b
\bsicherheitsprüfung\b|\bvérification de sécurité\b|\bcomprobación de seguridad\b|\bverifica di sicurezza\b|\bbeveiligingscontrole\b
\bungewöhnliche\w* (?:aktivität|datenverkehr|zugriffe)\w*\b|\b(?:activité|trafic) inhabituel\w*\b|\b(?:actividad|tráfico) inusual\b
\bwerbeblocker\b|\badblock\w*\b|\bbloqueur de publicité\b|\bbloqueador de anuncios\b
"""
#: What an outlet says of a report that it takes back or corrects, in its own words or above them.
_TAKEN_BACK = r"""
\b(?:article|report|story|piece|dispatch)\b[^.]{0,40}?\b(?:has|have|was|were|is|are) (?:\w+ ){0,2}(?:withdrawn|retracted|corrected|taken back)\b
\b(?:withdr[ae]w(?:s|n|ing)?|retract(?:s|ed|ing)?|correct(?:s|ed)|tak(?:es?|en|ing) back)\b[^.]{0,60}?\b(?:article|report|story|piece|dispatch)\b
^\W*(?:retraction|withdrawn|withdrawal|correction|corrigendum|erratum|clarification|rectificatif|korrektur|berichtigung|richtigstellung|fe de erratas
|rectificación|corrección|rettifica|errata corrige|correzione|rectificatie|correctie|correção|errata)\s*[:–—]
\barticle (?:a été|est) (?:\w+ )?(?:retiré|rétracté|corrigé|rectifié)\b|\bretir(?:e|é|ons) (?:cet|son|notre|l.) ?article\b
\b(?:artikel|bericht|meldung|beitrag)\b[^.]{0,40}?\b(?:zurückgezogen|zurückgenommen|korrigiert|berichtigt)\b
\b(?:artículo|noticia|información) ha sido (?:retirad|corregid|rectificad)[oa]\b
\b(?:articolo|notizia) è stat[oa] (?:ritirat|corrett|rettificat)[oa]\b
\b(?:artikel|bericht) (?:is|werd) (?:\w+ ){0,2}(?:ingetrokken|teruggetrokken|gecorrigeerd|gerectificeerd)\b
\b(?:artigo|notícia) foi (?:retirad|corrigid|retificad)[oa]\b
"""


def _patterns(phrases: str) -> tuple[str, ...]:
    """A pattern for each line; one that begins with a bar goes on with the line before."""
    return tuple(line.replace("\n", "") for line in re.split(r"\n(?!\|)", phrases.strip()))


#: What a notice is, its phrases in English, and those in other languages, each counted once.
NOTICES = (
    ("a consent notice", _patterns(_CONSENT), _patterns(_CONSENT_ELSEWHERE)),
    ("a sign-in or subscription notice", _patterns(_LOGIN), _patterns(_LOGIN_ELSEWHERE)),
    ("a check against robots", _patterns(_ROBOTS), _patterns(_ROBOTS_ELSEWHERE)),
    ("an error page", _patterns(_ERROR), _patterns(_ERROR_ELSEWHERE)),
)
#: Of any length it is news: without it the report would stand.
TAKEN_BACK = f"(?m:{'|'.join(_patterns(_TAKEN_BACK))})"
