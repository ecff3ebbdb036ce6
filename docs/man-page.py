# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns what the program says of its own options (--experimental-dump-help) into a man page."""
import json
import sys


def roff(text):
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\n.", "\n\\&.").replace("\n'", "\n\\&'")


def names(argument):
    words = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", [])]
    value = f" <{argument['valueName']}>" if argument["kind"] == "option" else ""
    return ", ".join(words) + value if words else f"<{argument.get('valueName', 'argument')}>"


command = json.load(sys.stdin)["command"]
print('.TH SKILLMIX 1')
print(".SH NAME\nskillmix \\- " + roff(command["abstract"]))
print(".SH SYNOPSIS\n.B ./skillmix\n.I command\n[options]")
for sub in command["subcommands"]:
    if sub["commandName"] == "help":
        continue
    print(f".SH {sub['commandName'].upper()}\n" + roff(sub.get("abstract", "")))
    if sub.get("discussion"):
        print(".nf\n" + roff(sub["discussion"]) + "\n.fi")
    for argument in sub.get("arguments", []):
        if argument.get("shouldDisplay", True) and argument.get("names", [{}])[0].get("name") not in ("help", "version"):
            print(".TP\n.B " + roff(names(argument)) + "\n" + roff(argument.get("abstract", "")))
print(".SH SEE ALSO\nREADME.md and docs/ of the checkout; skillmix schema.")
