"""The files that operators copy from docs/deploy/: they parse, their commands exist with these options, and they agree."""

from __future__ import annotations

import configparser
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from policysearch.cli import configuration
from policysearch.cli.main import main
from tests.docs.test_blocks import arguments, extra_names
from tests.support.paths import ROOT

DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.iterdir() if path.suffix in (".service", ".timer"))
GUIDE = (ROOT / "docs" / "operator-guide.md").read_text("utf-8")


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text(name))
    return parser


def test_the_guide_speaks_of_every_file() -> None:
    files = sorted(path.name for path in DEPLOY.iterdir() if path.is_file())
    assert files and not [name for name in files if f"deploy/{name})" not in GUIDE]


def test_the_configuration_is_understood_by_every_command() -> None:
    found = configuration.load(str(DEPLOY / "policysearch.toml"))
    for name in main.commands:
        configuration.defaults(main.commands[name], name, found, frozenset(main.commands))
    assert set(found) == {"index", "serve"}


@pytest.mark.parametrize("name", UNITS)
def test_units_are_those_of_systemd(name: str, tmp_path: Path) -> None:
    found = unit(name)
    if "Service" in found:
        arguments(found["Service"]["ExecStart"])
        assert found["Service"]["User"] == "policysearch" and found["Service"]["UMask"] == "0027"
    else:
        assert name.replace(".timer", ".service") in UNITS
    verify = shutil.which("systemd-analyze")
    if not verify:
        pytest.skip("needs systemd-analyze")
    for other in UNITS:
        shown = re.sub("(?m)^ExecStart=.*", f"ExecStart={shutil.which('true')}", text(other))
        shown = re.sub("(?m)^(User|Group|WorkingDirectory|EnvironmentFile)=.*\n", "", shown)
        (tmp_path / other.replace("@.", "@x.")).write_text(shown, "utf-8")
    path = tmp_path / name.replace("@.", "@x.")
    command = [verify, "verify", "--man=no", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert "policysearch" not in done.stderr, done.stderr
    if "Service" in found:
        rated = subprocess.run(
            [verify, "security", "--offline=true", str(path)], capture_output=True, text=True, check=False
        )
        level = re.search(r"exposure level for .+?: ([0-9.]+)", rated.stdout)
        assert level is None or float(level[1]) < 5, rated.stdout  # older systemd rates no files
    if "Timer" in found:
        calendar = [verify, "calendar", found["Timer"]["OnCalendar"]]
        assert subprocess.run(calendar, capture_output=True, check=False).returncode == 0


def test_the_files_agree_on_places() -> None:
    """A socket, a log or an index that is named differently in two of them is found by nobody."""
    service, indexing = unit("policysearch@.service")["Service"], unit("policysearch-index@.service")["Service"]
    serve = configuration.load(str(DEPLOY / "policysearch.toml"))["serve"]
    assert set(re.findall(r"http://unix:([^;]+);", text("nginx.conf"))) == {serve["uds"]}
    assert serve["uds"] == f"/run/{service['RuntimeDirectory']}/socket" and serve["trusted-proxy"] == ["unix"]
    assert serve["access-log"] == f"/var/log/{service['LogsDirectory']}/access.log"
    assert f"{serve['access-log']} {{" in text("logrotate")
    assert set(re.findall(r"location (?:~ \^)?(/\w+)/", text("nginx.conf"))) == {serve["root-path"]}
    variables = dict(pair.split("=") for pair in service["Environment"].split())
    assert service["Environment"] == indexing["Environment"] and "/etc/policysearch.toml" in text("policysearch.toml")
    assert variables["POLICYSEARCH_INDEX"].startswith(indexing["ReadWritePaths"] + "/")
    module, _, function = str(serve["auth"]).partition(":")
    assert hasattr(loaded(f"{module}.py"), function)


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(name).stem, DEPLOY / name)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("secret", ["the-secret", ""])
def test_a_user_is_believed_from_nginx_alone(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in = loaded("portal.py").signed_in
    monkeypatch.setenv("PROXY_SECRET", secret)

    def asked(**headers: str) -> str:
        shown = {name.replace("_", "-"): value for name, value in headers.items()}
        return str(signed_in(SimpleNamespace(headers=shown)))

    assert asked(x_user="li", x_proxy_secret="the-secret") == ("li" if secret else "")
    for wrong in ({}, {"x_proxy_secret": ""}, {"x_proxy_secret": "guess"}, {"x_proxy_secret": "秘"}):
        assert asked(x_user="li", **wrong) == ""
    assert asked(x_proxy_secret="the-secret") == ""


def test_nginx_overwrites_every_header_that_is_believed() -> None:
    """A header that a location does not set would come through as a visitor sent it."""
    believed = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-User"}
    locations = re.findall(r"location [^{]+{(.*?)\n    }", text("nginx.conf"), re.S)
    assert len(locations) == 2
    for location in locations:
        set_here = set(re.findall(r"proxy_set_header (\S+) ", location))
        assert believed <= set_here
        assert "X-Proxy-Secret" in set_here or "include /etc/nginx/policysearch.secret;" in location


def test_logs_are_rotated_as_logrotate_reads_it(tmp_path: Path) -> None:
    rules = text("logrotate")
    assert rules.count("{") == rules.count("}") == 1 and "postrotate" not in rules
    if not (logrotate := shutil.which("logrotate")):
        pytest.skip("needs logrotate")
    mine = rules.replace("/var/log/policysearch", str(tmp_path)).replace("su policysearch policysearch", "")
    mine = mine.replace("create 0640 policysearch policysearch", "create 0640")
    (tmp_path / "rules").write_text(mine, "utf-8")
    (tmp_path / "access.log").write_text("x\n", "utf-8")
    done = subprocess.run([logrotate, "-d", tmp_path / "rules"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and "error" not in done.stderr, done.stderr


@pytest.fixture(scope="module")
def container() -> dict[str, str]:
    """The instructions of the Containerfile; of those that stand twice the last."""
    joined = text("Containerfile").replace("\\\n", "")
    return dict(line.split(" ", 1) for line in joined.splitlines() if line and not line.startswith("#"))


def test_the_container_is_built_of_what_there_is(container: dict[str, str]) -> None:
    python = re.fullmatch(r"python:(3\.\d+)-slim", container["FROM"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert python and f"Programming Language :: Python :: {python[1]}" in project["classifiers"]
    extras = re.search(r"'/src\[([a-z,]+)\]'", container["RUN"])
    assert extras and set(extras[1].split(",")) <= extra_names() and "-c /src/constraints.txt" in container["RUN"]
    arguments(shlex.join(json.loads(container["CMD"])))
    health = json.loads(container["HEALTHCHECK"].removeprefix("CMD "))
    compile(health[2], "health", "exec")
    assert "/healthz" in health[2] and f":{container['EXPOSE']}/" in health[2]


def test_the_user_of_the_container_owns_the_index(container: dict[str, str]) -> None:
    user, index = container["USER"], container["ENV"].removeprefix("POLICYSEARCH_INDEX=")
    assert f"useradd --system {user}" in container["RUN"] and f"install -d -o {user} {index}" in container["RUN"]
    assert container["VOLUME"] == index


def test_what_the_container_is_built_from_is_all_that_the_package_needs() -> None:
    """The ignore file lets through what the build reads, and nothing that a checkout holds besides."""
    shown = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml", "constraints.txt"}
    assert shown == needed | set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert all((ROOT / name).exists() for name in shown)


def test_services_of_compose_are_commands_that_fit_the_container(container: dict[str, str]) -> None:
    yaml = pytest.importorskip("yaml", reason="needs PyYAML, which comes with the test extra")
    found = yaml.safe_load(text("compose.yaml"))
    served = container["ENV"].removeprefix("POLICYSEARCH_INDEX=")
    for service in found["services"].values():
        arguments(shlex.join(map(str, service["command"])))
        for volume in service["volumes"]:
            name = volume.partition(":")[0]
            assert name in found["volumes"] or name.startswith("./")
        assert f"index:{served}" in {volume.removesuffix(":ro") for volume in service["volumes"]}
        assert set(service.get("secrets", [])) <= set(found["secrets"])
    search, index = found["services"]["search"], found["services"]["index"]
    build = search["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    assert [str(word) for word in search["command"]][: len(json.loads(container["CMD"]))] == json.loads(
        container["CMD"]
    )
    assert all(port.endswith(f":{container['EXPOSE']}") for port in search["ports"])
    with main.commands["serve"].make_context("serve", [str(word) for word in search["command"][2:]]) as context:
        assert str(context.params["port"]) == container["EXPOSE"]
        assert context.params["token_file"] == f"/run/secrets/{search['secrets'][0]}"
    assert search["read_only"] and search["volumes"] == [f"index:{served}:ro"]  # which a search never writes to
    assert f"{index['command'][2]}:ro" in {volume.partition(":")[2] for volume in index["volumes"]}


@pytest.mark.skipif(os.name == "nt" or not shutil.which("sha256sum"), reason="needs a POSIX shell and sha256sum")
def test_a_bundle_that_was_altered_or_is_for_another_python_is_refused(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "install.sh", tmp_path)
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "python3").symlink_to(sys.executable)
    env = os.environ | {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}

    def install() -> subprocess.CompletedProcess[str]:
        command = ["sh", str(tmp_path / "install.sh"), str(tmp_path / "venv")]
        return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)

    (tmp_path / "python").write_text("2.7\n")
    other = install()
    assert other.returncode == 1 and "Python 2.7" in other.stderr and other.stderr.count("\n") == 1
    (tmp_path / "python").write_text("{}.{}\n".format(*sys.version_info))
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  python\n")
    assert install().returncode != 0 and not (tmp_path / "venv").exists()


def test_a_bundle_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    command = [sys.executable, str(DEPLOY / "bundle.py"), "--to", str(tmp_path / "x.tar")]
    env = os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)
    assert done.returncode != 0 and done.stderr.splitlines()[-1].startswith("bundle.py: ")
    assert "Traceback" not in done.stderr and not (tmp_path / "x.tar").exists()
