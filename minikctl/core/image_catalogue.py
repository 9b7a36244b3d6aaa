"""Which versions the images of tutorials have, and what they do when nobody gives them a command. Data only.

Each line: name under docker.io/library, its versions, and "exit" for an image that ends at once without a command (no
terminal is there to talk to). Versions are `MAJOR`, `MAJOR-MAJOR`, `MAJOR.MINOR` or `MAJOR.MINOR-MINOR`; what is more
precise than that is taken as given. They are not a list of what there is but of what is likely: only a number far
above them is taken for a mistake, so that next year's tutorials, and people who invent a version, see it pulled.
"""

from __future__ import annotations

_TABLE = """
adminer 4-5
alpine 2.6-7 3.1-40 exit
amazonlinux 1-2 2017-2030 exit
archlinux - exit
bash 3-5 exit
busybox 1.20-40 exit
caddy 2
cassandra 2-5
centos 5-8 exit
chronograf 1
consul 0-1
couchdb 1-3
debian 6-14 exit
drupal 7-11
eclipse-mosquitto 1-2
elasticsearch 1-9
etcd 2-3
fedora 20-50 exit
fluentd 0-1
ghost 0-6
golang 1.3-30 exit
grafana 2-12
gradle 2-9 exit
haproxy 1-3
hello-world - exit
httpd 2.2 2.4
influxdb 0-3
java 6-9 exit
jenkins 1-2
jetty 9-12
joomla 3-6
jruby 1 9-10 exit
julia 0-1 exit
kibana 4-9
kong 0-3
logstash 1-9
mariadb 5 10-13
maven 3-4 exit
memcached 1.4-6
mongo 2 3.0-6 4.0-4 5.0-3 6.0-3 7.0-3 8.0-3
mongo-express 0-1
mysql 5.5-7 8.0-4 9.0-10
nats 0-2
neo4j 2-5 2025-2030
nextcloud 9-35
nginx 0 1.0-31
node 0 4-30 exit
openjdk 6-25 exit
oraclelinux 5-10 exit
perl 5.18-50 exit
php 5 7 8 exit
phpmyadmin 4-6
postgres 8.4 9.0-6 10-19
pypy 2-3 exit
python 2.7 3.1-16 exit
r-base 3-4 exit
rabbitmq 3-4
redis 2.6-8 3.0-2 4.0 5.0 6.0-2 7.0-4 8.0-9
redmine 2-6
registry 0 2-3
rethinkdb 1-2
rockylinux 8-10 exit
ruby 1-4 exit
rust 1 exit
solr 5-9
sonarqube 4-10 2025-2030
swift 3-6 exit
telegraf 0-1
tomcat 6-11
traefik 1-3
ubuntu 12-27 exit
valkey 7-9
vault 0-1
wordpress 3-6
zookeeper 3
"""

# What a name or a tag contains (dashes left out) that means to say that nothing is there.
DENIALS = ("doesnotexist", "nosuch", "nonexist", "notexist")
# What a word of a known image's tag begins with where somebody wants to see a pull fail.
SLIPS = ("bad", "broken", "fake", "invalid", "missing", "nope", "notfound", "typo", "unknown", "wrong")


class Known:
    """What the table says of one image."""

    __slots__ = ("exits", "versions")

    def __init__(self, line: str) -> None:
        words = line.split()
        self.exits = words[-1] == "exit"
        self.versions = tuple(_bounds(w) for w in words[1 : len(words) - self.exits] if w != "-")

    def near(self, numbers: tuple[int, ...]) -> bool:
        """Whether a version such as (1, 25) exists or may exist one day: `1.91` and `1.161` are slips of a finger."""
        line = [high for low, high in self.versions if low[0] <= numbers[0] <= high[0]]
        if not line:
            return numbers[0] <= _reach(max(high[0] for _, high in self.versions))
        minors = [high[1] for high in line if len(high) > 1]
        return len(numbers) < 2 or len(minors) < len(line) or numbers[1] <= _reach(max(minors))


def _reach(highest: int) -> int:
    """How far above the highest known number one is still believed."""
    return max(2 * highest, highest + 10)


def _bounds(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """ "1.4-6" -> ((1, 4), (1, 6)); "2-8" -> ((2,), (8,))."""
    first, _, last = text.partition("-")
    low = tuple(int(part) for part in first.split("."))
    return low, (*low[:-1], int(last)) if last else low


def describe() -> list[tuple[str, str]]:
    """(image, what there is of it) for people to read."""
    out = [
        ("*crash*", "exits with 1"),
        ("*nosuch*, *nonexist*, *does-not-exist*, *:bad*, *.invalid/*", "missing"),
        (", ".join(f"*:{word}*" for word in SLIPS[1:]) + " of the images below", "missing"),
    ]
    for line in _TABLE.strip().splitlines():
        name, *versions = line.split()
        ends = versions[-1] == "exit"
        known = ", ".join(versions[: len(versions) - ends])
        tags = "all tags" if known == "-" else f"versions around {known}"
        out.append((name, tags + (", exits with 0" if ends else "")))
    return [*out, ("*", "exists")]


KNOWN = {line.split(None, 1)[0]: Known(line) for line in _TABLE.strip().splitlines()}
