from __future__ import annotations

import pytest

from minikctl.core import images


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.25", "docker.io/library/nginx:1.25"),
        ("hazelcast/hazelcast", "docker.io/hazelcast/hazelcast:latest"),
        ("localhost:5000/app", "localhost:5000/app:latest"),
        ("gcr.io/google-samples/hello-app:1.0", "gcr.io/google-samples/hello-app:1.0"),
        ("nginx@sha256:" + "a" * 64, "docker.io/library/nginx@sha256:" + "a" * 64),
    ],
)
def test_a_reference_is_written_in_full(text: str, full: str) -> None:
    assert str(images.parse(text)) == full


@pytest.mark.parametrize("text", [":::", "", "a b", "nginx:", "-nginx", "a//b", "nginx:ta g", "nginx@sha256:12"])
def test_what_is_no_reference_says_so(text: str) -> None:
    with pytest.raises(images.InvalidReference, match="invalid reference format"):
        images.parse(text)


def test_upper_case_has_its_own_words() -> None:
    with pytest.raises(images.InvalidReference, match=r"repository name \(library/Nginx\) must be lowercase"):
        images.parse("Nginx")


THERE = """
nginx nginx:1.7.9 nginx:1.9.1 nginx:1.13.3 nginx:1.14.2 nginx:1.16.1 nginx:1.25 nginx:latest nginx:1.27-alpine
nginx:1 nginx:alpine nginx:1.25.3-alpine3.18-slim nginx:stable-alpine httpd:2.4 httpd:2.4-alpine redis:7
redis:8 redis:6.2-alpine busybox:1.28 busybox:1.36 busybox alpine:3.19 mysql:5.6 mysql:8.0 postgres:9.6
postgres:16-alpine python:3.12-slim-bookworm python:3.13.0rc1 node:20-alpine node:lts perl:5.34.0 hello-world
hello-world:linux memcached:1.6 fluentd:v1.16 ubuntu:22.04 debian:bookworm-slim rabbitmq:3-management
openjdk:8u212-jre mongo:4.4 wordpress:4.8-apache k8s.gcr.io/echoserver:1.4 me/app:v9 crashy:1.0
gcr.io/google-samples/hello-app:2.0 tomcat:9.0-jdk17 nginx:2 nginx:v2 nginx:1.32 nginx:canary nginx:1.25-foo httpd:3
redis:7.2-alpine nginx:1.27.3 redis:9 me/app:broken me/fake:1 redis:alpine3.20 busybox:musl
"""
MISSING = """
nginx:1.91 nginx:1.161 nginx:99 nginx:does-not-exist nginx:nosuchimage nginx:bad busybox:bad-tag me/nosuchrepo
nosuchimage:1 registry.example.invalid/x:1 nginx:1.25-wrong nginx:1.16.999 redis:77
me/app:does-not-exist me/app:nosuchtag nginx:sometag-does-not-exist nginx:nonexistent nginx:invalid nginx:no-such-tag
nonexistent-image does-not-exist/app:1 me/app:bad-tag nginx:brokentag nginx:not_exist reg.invalid/x
"""


@pytest.mark.parametrize("text", THERE.split())
def test_images_of_tutorials_exist(text: str) -> None:
    assert not images.resolve(text, {}).missing


@pytest.mark.parametrize("text", MISSING.split())
def test_images_whose_names_or_numbers_say_so_are_missing(text: str) -> None:
    assert images.resolve(text, {}).missing


def test_what_an_image_does_without_a_command() -> None:
    assert images.resolve("busybox", {}).exits == 0
    assert images.resolve("nginx", {}).exits is None
    assert images.resolve("crashy:1.0", {}).exits == 1


def test_the_users_rules_have_the_last_word() -> None:
    rules = {"nginx:1.91": {"missing": False}, "*/app:*": {"exit": 3}, "redis": {"missing": True}}
    assert not images.resolve("nginx:1.91", rules).missing
    assert images.resolve("me/app:1", rules).exits == 3
    assert images.resolve("redis:7", rules).missing
    assert not images.resolve("redis:7", {}).missing


def test_the_catalogue_can_be_read() -> None:
    from minikctl.core.image_catalogue import describe

    assert ("busybox", "versions around 1.20-40, exits with 0") in describe()


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [("a*c", "abc", True), ("a*c", "ac", True), ("*b*", "abc", True), ("a*b*c", "acb", False), ("ab*ba", "aba", False)],
)
def test_glob(pattern: str, text: str, fits: bool) -> None:
    assert images.glob(pattern, text) is fits
