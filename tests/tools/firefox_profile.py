"""The preferences of a Firefox under test: silent towards the world, open to our own push service."""

import json
from pathlib import Path
from typing import Any

NOTHING = "data:,"

PREFERENCES: dict[str, Any] = {
    # Web Push against a service on loopback; the recommended preferences of the remote agent would switch it off
    "remote.prefs.recommended": False,
    "dom.push.testing.allowInsecureServerURL": True,
    "dom.push.retryBaseInterval": 500,
    "dom.webnotifications.requireinteraction.count": 1000,
    # one container per device
    "privacy.userContext.enabled": True,
    # no first steps, no questions, no memory of a crash
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.page": 0,
    "browser.warnOnQuit": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "termsofuse.bypassNotification": True,
    "toolkit.startup.max_resumed_crashes": -1,
    # no word to the outside
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.region.network.url": "",
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.search.update": False,
    "browser.topsites.contile.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.url": NOTHING,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.http.speculative-parallel-limit": 0,
    "network.prefetch-next": False,
    "network.proxy.type": 0,
    "network.trr.mode": 5,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": NOTHING,
    "toolkit.telemetry.unified": False,
}


def write(folder: Path, push_url: str | None, system_notifications: bool, languages: str) -> None:
    """Fills a new profile; without `push_url` the browser has no push service at all."""
    preferences = PREFERENCES | {
        "dom.push.serverURL": push_url or "",
        "alerts.useSystemBackend": system_notifications,
        "intl.accept_languages": languages,
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (folder / "user.js").write_text("\n".join(lines) + "\n", encoding="utf-8")
