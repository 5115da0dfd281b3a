"""A candidate: arrives, waits, types the code, answers, and lives what their part says."""

import asyncio
import contextlib
import re
import time
import uuid
from typing import Any

import aiohttp

from tests.rehearsal.browser import Broken, Browser, Page
from tests.rehearsal.cast import PASSWORD, Part
from tests.rehearsal.measures import ANSWER, BEAT, Measures

WAITING_PACE = 1.5  # seconds, as the waiting page asks
RETRIES = (1, 2, 4, 8)  # seconds between two tries of an answer


class Candidate:
    """One person in front of one machine; times are read on the machine's monotonic clock, in seconds."""

    def __init__(self, part: Part, browser: Browser, session: int, measures: Measures) -> None:
        self.part = part
        self.id = 0
        self.number = 0  # of the question shown
        self.total = 0
        self.last_sign = 0.0
        self.over = False
        self._browser = browser
        self._session = session
        self._measures = measures
        self._place: dict[str, str] = {}
        self._epoch = ""
        self._pace = 5.0
        self._seq = self._missed = 0
        self._visible = True
        self._question = ""
        self._life: asyncio.Task[None] | None = None
        self._sending = asyncio.Lock()

    @property
    def name(self) -> str:
        return f"{self.part.first_name} {self.part.last_name}"

    async def sign_up(self) -> None:
        await self._browser.sign_up(self.part.first_name, self.part.last_name, self.part.email, PASSWORD)

    async def join(self) -> Page:
        """Say who they are; the page they land on is the waiting room or the code."""
        who = {
            "number": str(self._session),
            "last_name": self.part.last_name.lower(),
            "first_name": self.part.first_name.upper(),
            "birth_date": self.part.birth_date,
        }
        return await self._browser.submit(await self._browser.open("/rejoindre"), "birth_date", who)

    async def wait(self, page: Page, patience: float = 60.0) -> None:
        """Stay in the waiting room until it opens by itself."""
        poll = page.data("waiting")["poll"]
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            _, answer = await self._browser.ask(poll)
            if answer.get("go"):
                return
            await asyncio.sleep(WAITING_PACE)
        raise Broken(f"{self.name} waited {patience} s and was not let in")

    async def enter(self, access_code: str) -> float:
        """Type the code, open the test page, hold the test; returns when its hello left."""
        typed = {"access_code": access_code}
        page = await self._browser.submit(await self._browser.open("/test/code"), "access_code", typed)
        self._place = page.data("test")
        return await self._hello(previous=None)

    async def answer(self) -> None:
        """Answer the question shown, once; `over` becomes true after the last."""
        begun = time.monotonic()
        body = {**self._who(), "key": str(uuid.uuid4()), "number": self.number, **_reply(self._question)}
        status, answer = await self._insist(self._place["answer"], body)
        if status != 200:
            raise Broken(f"the answer of {self.name} got {status}: {answer.get('detail')}")
        self._measures.add(ANSWER, time.monotonic() - begun)
        if answer.get("go"):
            await self._end(answer["go"])
        else:
            self._show(answer)

    async def finish(self) -> float:
        """Answer all that is left; returns when the last answer left."""
        begun = time.monotonic()
        while not self.over:
            begun = time.monotonic()
            await self.answer()
        return begun

    async def close(self) -> float:
        """Close the window; returns when its goodbye left."""
        await self._fall_silent()
        left = time.monotonic()
        await self._browser.call(self._place["goodbye"], self._who())
        return left

    async def lose_network(self) -> float:
        """Nothing leaves any more; returns the moment of the last sign of life."""
        await self._fall_silent()
        return self.last_sign

    async def find_network(self) -> None:
        """The same page speaks again."""
        await self._beat()
        self._live()

    async def hiccup(self, seconds: float) -> None:
        """The network is gone for a moment that nobody should hear of."""
        await self.lose_network()
        await asyncio.sleep(seconds)
        await self.find_network()

    async def look_elsewhere(self, seconds: float) -> None:
        """Another tab is in front for a while; the page says so at once, and again when it is back."""
        for visible in (False, True):
            async with self._sending:
                self._visible = visible
                await self._beat()
            await asyncio.sleep(0 if visible else seconds)

    async def ask_from_another_machine(self) -> Page:
        """The test is opened elsewhere while this window goes on; the new one lands in the waiting room."""
        page = await self._browser.open("/test")
        place = page.data("test")
        body = {"token": place["token"], "epoch": str(uuid.uuid4()), "machine": "other", **_clocks()}
        status, answer = await self._insist(place["hello"], body)
        if status != 200 or "go" not in answer:
            raise Broken(f"a second machine of {self.name} got {status}: {answer}")
        return await self._browser.open(answer["go"])

    async def move(self, access_code: str) -> None:
        """Go on on the new machine; the old window must be sent away, and not ask again."""
        old = self._who()
        await self._fall_silent()
        await self.enter(access_code)
        body = {**old, "seq": self._seq + 1, "visible": True, **_clocks()}
        _, answer = await self._try(self._place["beat"], body)
        if answer.get("go") != "/test/ailleurs":
            raise Broken(f"the old window of {self.name} was not told: {answer}")

    async def reload(self) -> None:
        """Goodbye, the page again, hello: the same visit."""
        previous = self._epoch
        await self.close()
        page = await self._browser.open("/test")
        self._place = page.data("test")
        await self._hello(previous)

    async def leave(self) -> None:
        """The rehearsal is over."""
        await self._fall_silent()
        await self._browser.__aexit__()

    # The page's own script

    async def _hello(self, previous: str | None) -> float:
        self._epoch = str(uuid.uuid4())
        while True:
            left = time.monotonic()
            body = {**self._who(), "previous": previous, "machine": "first", **_clocks()}
            status, answer = await self._insist(self._place["hello"], body)
            if answer.get("granted"):
                self._show(answer)
                self._pace = float(answer["pace"])
                self.last_sign = time.monotonic()
                self._live()
                return left
            if "retry_in" not in answer:
                raise Broken(f"the page of {self.name} was not given its test: {status} {answer}")
            await asyncio.sleep(float(answer["retry_in"]))

    def _live(self) -> None:
        self._life = asyncio.create_task(self._beats(), name=f"beats of {self.name}")

    async def _beats(self) -> None:
        while not self.over:
            await asyncio.sleep(self._pace)
            async with self._sending:
                await self._beat()

    async def _beat(self) -> None:
        """One sign of life; one that gets no answer is missed, and the next one says so."""
        self._seq += 1
        begun = time.monotonic()
        body = {**self._who(), "seq": self._seq, "visible": self._visible, "missed": self._missed, **_clocks()}
        status, answer = await self._try(self._place["beat"], body)
        if status >= 500:
            self._missed += 1
            return
        finishing = self.number == self.total  # the last answer may be on its way
        if status != 200 or (answer.get("go") and not finishing):
            raise Broken(f"a beat of {self.name} got {status}: {answer.get('detail') or answer.get('go')}")
        self._missed, self.last_sign = 0, begun
        self._measures.add(BEAT, time.monotonic() - begun)

    async def _insist(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The same request again, later and later, until the server takes or refuses it: what the page does."""
        for pause in RETRIES:
            status, answer = await self._try(path, body)
            if status < 500 and status != 429:
                return status, answer
            await asyncio.sleep(pause)
        return await self._try(path, body)

    async def _try(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The answer; 599 when there was none. Failures are kept for the report."""
        try:
            status, answer = await self._browser.call(path, body)
        except (aiohttp.ClientError, TimeoutError) as error:
            status, answer = 599, {"detail": type(error).__name__}
        if status >= 500:
            self._measures.failures.append(f"{path} : {status} {answer.get('detail', '')}".strip())
        return status, answer

    def _who(self) -> dict[str, Any]:
        return {"token": self._place["token"], "epoch": self._epoch}

    def _show(self, answer: dict[str, Any]) -> None:
        self.number, self.total, self._question = answer["number"], answer["total"], answer["question"]

    async def _fall_silent(self) -> None:
        """Stop beating, between two beats; what went wrong in one of them is said here."""
        life, self._life = self._life, None
        if life is None:
            return
        async with self._sending:
            life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life

    async def _end(self, path: str) -> None:
        self.over = True
        await self._fall_silent()
        page = await self._browser.open(path)
        if "Test terminé" not in page.text:
            raise Broken(f"{self.name} finished and landed on {page.path}")


def _clocks() -> dict[str, int]:
    return {"mono": round(time.monotonic() * 1000), "wall": round(time.time() * 1000)}


def _reply(question: str) -> dict[str, Any]:
    """What to answer: a word, the first two choices, or the first one."""
    kinds = re.findall(r'<input[^>]*type="(radio|checkbox|text)"', question)
    if not kinds:
        raise Broken(f"nothing to answer in {question[:200]}")
    if kinds[0] == "text":
        return {"text": "répétition"}
    return {"choices": [0, 1] if kinds[0] == "checkbox" else [0]}
