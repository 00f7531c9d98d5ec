"""Where templates, migrations and config.py are: in a checkout at its root, in a wheel under `_root`."""

from importlib import util
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE / "_root" if (PACKAGE / "_root").is_dir() else PACKAGE.parent
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"


def load_settings() -> ModuleType:
    """The root's `config.py`. A wheel does not install it as a top-level module, which could collide with others."""
    spec = util.spec_from_file_location("caseapp_config", ROOT / "config.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(ROOT / "config.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
