#!/usr/bin/env bash
# Extract the English message ids into the Vietnamese catalogue; `--check` fails when something is missing.
set -euo pipefail
cd "$(dirname "$0")/../src/motcua"
DJANGO_SETTINGS_MODULE=motcua.config.settings.test ../../.venv/bin/python -P -W ignore -m django makemessages \
    --locale vi --no-location --no-obsolete --verbosity 0
if [ "${1:-}" = "--check" ]; then
    git diff --exit-code --stat -I '^"POT-Creation-Date' -- locale
    untranslated=$(msgattrib --untranslated --no-obsolete locale/vi/LC_MESSAGES/django.po | grep -c '^msgid' || true)
    fuzzy=$(msgattrib --only-fuzzy --no-obsolete locale/vi/LC_MESSAGES/django.po | grep -c '^msgid' || true)
    [ "$untranslated" -le 1 ] && [ "$fuzzy" -le 1 ] || { echo "untranslated or fuzzy messages remain"; exit 1; }
fi
