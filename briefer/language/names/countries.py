"""The world's states with their capitals, people, and the houses that stand for their governments."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Country:
    """One state, as English news writes it."""

    #: The name that wins where the article has it, then its other forms.
    names: tuple[str, ...]
    capitals: tuple[str, ...]
    #: Adjectives and nouns for its people: "Norwegian", "Norwegians".
    demonyms: tuple[str, ...]
    #: Houses that speak for the government: "the Kremlin".
    seats: tuple[str, ...]


# Names / capitals / demonyms / seats of government; the first name is the one to show.
_TABLE = """
Afghanistan / Kabul / Afghan
Albania / Tirana / Albanian
Algeria / Algiers / Algerian
Andorra / Andorra la Vella / Andorran
Angola / Luanda / Angolan
Antigua and Barbuda / / Antiguan
Argentina / Buenos Aires / Argentine, Argentinian
Armenia / Yerevan / Armenian
Australia / Canberra / Australian
Austria / Vienna / Austrian
Azerbaijan / Baku / Azerbaijani, Azeri
Bahamas / Nassau / Bahamian
Bahrain / Manama / Bahraini
Bangladesh / Dhaka / Bangladeshi
Barbados / Bridgetown / Barbadian
Belarus / Minsk / Belarusian
Belgium / / Belgian
Belize / Belmopan / Belizean
Benin / Porto-Novo / Beninese
Bhutan / Thimphu / Bhutanese
Bolivia / La Paz, Sucre / Bolivian
Bosnia and Herzegovina, Bosnia / Sarajevo / Bosnian
Botswana / Gaborone / Motswana
Brazil / Brasilia, Brasília / Brazilian
Brunei / / Bruneian
Bulgaria / Sofia / Bulgarian
Burkina Faso / Ouagadougou / Burkinabe
Burundi / Gitega / Burundian
Cambodia / Phnom Penh / Cambodian
Cameroon / Yaounde, Yaoundé / Cameroonian
Canada / Ottawa / Canadian
Cape Verde / Praia / Cape Verdean
Central African Republic / Bangui / Central African
Chad / N'Djamena / Chadian
Chile / Santiago / Chilean
China, People's Republic of China, PRC / Beijing / Chinese / Zhongnanhai
Colombia / Bogota, Bogotá / Colombian
Comoros / Moroni / Comoran
Congo, Democratic Republic of Congo, DRC / Kinshasa, Brazzaville / Congolese
Costa Rica / San Jose, San José / Costa Rican
Croatia / Zagreb / Croatian, Croat
Cuba / Havana / Cuban
Cyprus / Nicosia / Cypriot
Czech Republic, Czechia / Prague / Czech
Denmark / Copenhagen / Danish, Dane
Djibouti / / Djiboutian
Dominica / Roseau / Dominican
Dominican Republic / Santo Domingo / Dominican
Ecuador / Quito / Ecuadorian, Ecuadorean
Egypt / Cairo / Egyptian
El Salvador / San Salvador / Salvadoran, Salvadorean
Equatorial Guinea / Malabo / Equatoguinean
Eritrea / Asmara / Eritrean
Estonia / Tallinn / Estonian
Eswatini, Swaziland / Mbabane / Swazi
Ethiopia / Addis Ababa / Ethiopian
Fiji / Suva / Fijian
Finland / Helsinki / Finnish, Finn
France / Paris / French, Frenchman, Frenchwoman / Elysee, Élysée, Elysee Palace, Élysée Palace, Quai d'Orsay
Gabon / Libreville / Gabonese
Gambia / Banjul / Gambian
Georgia / Tbilisi / Georgian
Germany / Berlin / German
Ghana / Accra / Ghanaian
Greece / Athens / Greek
Grenada / / Grenadian
Guatemala / / Guatemalan
Guinea / Conakry / Guinean
Guinea-Bissau / Bissau / Bissau-Guinean
Guyana / / Guyanese
Haiti / Port-au-Prince / Haitian
Honduras / Tegucigalpa / Honduran
Hungary / Budapest / Hungarian
Iceland / Reykjavik, Reykjavík / Icelandic, Icelander
India / New Delhi, Delhi / Indian
Indonesia / Jakarta / Indonesian
Iran, Islamic Republic of Iran / Tehran / Iranian
Iraq / Baghdad / Iraqi
Ireland, Republic of Ireland / Dublin / Irish, Irishman
Israel / Jerusalem / Israeli
Italy / Rome / Italian / Palazzo Chigi, Quirinale
Ivory Coast, Côte d'Ivoire / Yamoussoukro, Abidjan / Ivorian
Jamaica / / Jamaican
Japan / Tokyo / Japanese
Jordan / Amman / Jordanian
Kazakhstan / Astana / Kazakh
Kenya / Nairobi / Kenyan
Kiribati / / I-Kiribati
Kosovo / Pristina / Kosovar, Kosovan
Kuwait / / Kuwaiti
Kyrgyzstan / Bishkek / Kyrgyz
Laos / Vientiane / Laotian
Latvia / Riga / Latvian
Lebanon / Beirut / Lebanese
Lesotho / Maseru / Basotho
Liberia / Monrovia / Liberian
Libya / Tripoli / Libyan
Liechtenstein / Vaduz / Liechtensteiner
Lithuania / Vilnius / Lithuanian
Luxembourg / / Luxembourger
Madagascar / Antananarivo / Malagasy
Malawi / Lilongwe / Malawian
Malaysia / Kuala Lumpur, Putrajaya / Malaysian
Maldives / / Maldivian
Mali / Bamako / Malian
Malta / Valletta / Maltese
Marshall Islands / Majuro / Marshallese
Mauritania / Nouakchott / Mauritanian
Mauritius / Port Louis / Mauritian
Mexico / Mexico City / Mexican
Micronesia / Palikir / Micronesian
Moldova / Chisinau, Chișinău / Moldovan
Monaco / / Monegasque
Mongolia / Ulaanbaatar, Ulan Bator / Mongolian
Montenegro / Podgorica / Montenegrin
Morocco / Rabat / Moroccan
Mozambique / Maputo / Mozambican
Myanmar, Burma / Naypyidaw, Yangon / Burmese
Namibia / Windhoek / Namibian
Nauru / / Nauruan
Nepal / Kathmandu / Nepali, Nepalese
Netherlands, Holland / The Hague, Hague, Amsterdam / Dutch, Dutchman
New Zealand / Wellington / New Zealander / Beehive
Nicaragua / Managua / Nicaraguan
Niger / Niamey / Nigerien
Nigeria / Abuja / Nigerian
North Korea, DPRK / Pyongyang / North Korean
North Macedonia, Macedonia / Skopje / Macedonian
Norway / Oslo / Norwegian
Oman / Muscat / Omani
Pakistan / Islamabad / Pakistani
Palau / / Palauan
Palestine / Ramallah / Palestinian
Panama / Panama City / Panamanian
Papua New Guinea / Port Moresby / Papua New Guinean
Paraguay / Asuncion, Asunción / Paraguayan
Peru / Lima / Peruvian
Philippines / Manila / Philippine, Filipino / Malacanang, Malacañang
Poland / Warsaw / Polish, Pole
Portugal / Lisbon / Portuguese
Qatar / Doha / Qatari
Romania / Bucharest / Romanian
Russia, Russian Federation / Moscow / Russian / Kremlin
Rwanda / Kigali / Rwandan
Samoa / Apia / Samoan
San Marino / / Sammarinese
Saudi Arabia / Riyadh / Saudi, Saudi Arabian
Senegal / Dakar / Senegalese
Serbia / Belgrade / Serbian, Serb
Seychelles / / Seychellois
Sierra Leone / Freetown / Sierra Leonean
Singapore / / Singaporean
Slovakia / Bratislava / Slovak, Slovakian
Slovenia / Ljubljana / Slovenian, Slovene
Solomon Islands / Honiara / Solomon Islander
Somalia / Mogadishu / Somali
South Africa / Pretoria / South African / Union Buildings
South Korea, Republic of Korea / Seoul / South Korean / Blue House
South Sudan / Juba / South Sudanese
Spain / Madrid / Spanish, Spaniard / Moncloa
Sri Lanka / Colombo / Sri Lankan
Sudan / Khartoum / Sudanese
Suriname / Paramaribo / Surinamese
Sweden / Stockholm / Swedish, Swede
Switzerland / Bern, Berne / Swiss
Syria / Damascus / Syrian
Taiwan / Taipei / Taiwanese
Tajikistan / Dushanbe / Tajik
Tanzania / Dodoma / Tanzanian
Thailand / Bangkok / Thai
Timor-Leste, East Timor / Dili / Timorese
Togo / Lome, Lomé / Togolese
Tonga / Nuku'alofa / Tongan
Trinidad and Tobago / Port of Spain / Trinidadian
Tunisia / Tunis / Tunisian
Turkey, Türkiye, Turkiye / Ankara / Turkish, Turk
Turkmenistan / Ashgabat / Turkmen
Tuvalu / Funafuti / Tuvaluan
Uganda / Kampala / Ugandan
Ukraine / Kyiv, Kiev / Ukrainian / Bankova
United Arab Emirates, UAE, Emirates / Abu Dhabi / Emirati
United Kingdom, UK, U.K., Britain, Great Britain / London / British, Briton / Whitehall
United States, United States of America, US, U.S., USA, U.S.A., America / Washington, Washington D.C. / American
Uruguay / Montevideo / Uruguayan
Uzbekistan / Tashkent / Uzbek
Vanuatu / Port Vila / Ni-Vanuatu
Vatican, Holy See, Vatican City / / Vatican
Venezuela / Caracas / Venezuelan / Miraflores
Vietnam / Hanoi / Vietnamese
Yemen / Sanaa, Sana'a / Yemeni
Zambia / Lusaka / Zambian
Zimbabwe / Harare / Zimbabwean
"""

#: Regions that are places wherever no person or organisation is meant.
REGIONS = frozenset(
    name.replace("_", " ")
    for name in """
    Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa
    Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska
    Nevada New_Hampshire New_Jersey New_Mexico New_York North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania
    Rhode_Island South_Carolina South_Dakota Tennessee Texas Utah Vermont Virginia West_Virginia Wisconsin Wyoming
    England Scotland Wales Northern_Ireland Catalonia Bavaria Crimea Donbas Gaza West_Bank Ontario Quebec Queensland
    Europe Asia Africa Antarctica North_America South_America Latin_America Middle_East Siberia Balkans Caucasus
    """.split()
)


@cache
def countries() -> tuple[Country, ...]:
    """The table, read once."""
    rows = []
    for line in _TABLE.strip().splitlines():
        cells = [tuple(w.strip() for w in cell.split(",") if w.strip()) for cell in line.split("/")]
        cells += [()] * (4 - len(cells))
        rows.append(Country(*cells))
    return tuple(rows)


@cache
def by_name() -> dict[str, Country]:
    """Names and forms of names to their state."""
    return {name: country for country in countries() for name in country.names}


@cache
def by_seat() -> dict[str, Country]:
    """Houses of government to their state."""
    return {seat: country for country in countries() for seat in country.seats}


@cache
def by_capital() -> dict[str, Country]:
    """Capitals to their state."""
    return {capital: country for country in countries() for capital in country.capitals}


@cache
def by_demonym() -> dict[str, Country]:
    """Adjectives and people, with plurals, to their state."""
    found: dict[str, Country] = {}
    for country in countries():
        for word in country.demonyms:
            found.setdefault(word, country)
            found.setdefault(word + "s", country)
    return found
