"""Opens the dashboard in a browser as a person would, and holds what its charts are answered against Clickreel's own answers.

Run by ./check. The charts' queries are those that Superset's page makes of them, with the dashboard's filters: nothing is
asked that a person would not ask.
"""

import argparse
import datetime
import json
import os
import pathlib
import sys
import tempfile
import time

import requests
import yaml
from selenium import webdriver
from selenium.webdriver.common.by import By

BUNDLE = pathlib.Path(__file__).resolve().parent
PAGE_LIMIT_S = 240
# Keeps a copy of each chart's request and answer; Superset's page is left as it is.
RECORDER = """
window.answered = [];
const ask = window.fetch;
window.fetch = async (resource, options) => {
    const answer = await ask(resource, options);
    const url = typeof resource === 'string' ? resource : resource.url;
    if (url.includes('/api/v1/chart/data')) {
        const body = (options && options.body) || (resource.clone ? await resource.clone().text().catch(() => '') : '');
        window.answered.push({request: body, status: answer.status, text: await answer.clone().text()});
    }
    return answer;
};
"""


class Superset:
    def __init__(self, address, username, password):
        self.address = address
        self.session = requests.Session()
        who = {"username": username, "password": password, "provider": "db"}
        token = self.session.post(address + "/api/v1/security/login", json=who, timeout=60).json()["access_token"]
        self.session.headers["Authorization"] = "Bearer " + token

    def get(self, path, **params):
        answer = self.session.get(self.address + path, params=params, timeout=60)
        answer.raise_for_status()
        return answer.json()["result"]

    def dataset(self, name):
        found = self.get("/api/v1/dataset/", q=f"(filters:!((col:table_name,opr:eq,value:{name})))")
        return found[0]["id"]

    def rows(self, dataset, columns, metrics, time_column, after, before):
        """A query over a closed range of time, as a chart without a dashboard would ask it."""
        query = {
            "columns": columns,
            "metrics": metrics,
            "filters": [{"col": time_column, "op": "TEMPORAL_RANGE", "val": f"{after} : {before}"}],
            "row_limit": 10000,
        }
        body = {"datasource": {"id": self.dataset(dataset), "type": "table"}, "queries": [query], "result_format": "json"}
        answer = self.session.post(self.address + "/api/v1/chart/data", json=body, timeout=60)
        if answer.status_code != 200:
            sys.exit(f"check: Superset answered {answer.status_code} to a query on {dataset}: {answer.text[:500]}")
        return answer.json()["result"][0]["data"]


def browser(size, profile):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", f"user-data-dir={profile}", f"window-size={size}", "hide-scrollbars",
    ):
        options.add_argument("--" + flag)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))


def sign_in(page, address, username, password):
    page.get(address + "/login/")
    deadline = time.time() + 90
    while time.time() < deadline:
        fields = page.find_elements(By.CSS_SELECTOR, "input#username, input[name=username]")
        if fields:
            fields[0].send_keys(username)
            page.find_element(By.CSS_SELECTOR, "input[type=password]").send_keys(password)
            page.find_element(By.CSS_SELECTOR, "button[type=submit], input[type=submit]").click()
            while "/login" in page.current_url and time.time() < deadline:
                time.sleep(0.5)
            if "/login" not in page.current_url:
                return
        time.sleep(0.5)
    sys.exit(f"check: signing in to {address} did not work within 90 s; the page is {page.current_url}")


def answers(page):
    """What each chart was answered so far: its identifier -> list of answers."""
    found = {}
    for one in page.execute_script("return window.answered") or []:
        request = json.loads(one["request"] or "{}")
        chart = request.get("form_data", {}).get("slice_id")
        if chart is not None:
            found.setdefault(int(chart), []).append(one)
    return found


def problem_of(chart, one):
    if one["status"] != 200:
        return f"status {one['status']}: {one['text'][:800]}"
    has_time = any(f.get("operator") == "TEMPORAL_RANGE" for f in chart["params"]["adhoc_filters"])
    for result in json.loads(one["text"])["result"]:
        if result.get("error"):
            return result["error"]
        if not result.get("rowcount"):
            return "no rows for " + result.get("query", "")
        if has_time and not result.get("from_dttm"):
            return "it has no range of time: " + result.get("query", "")
    return None


def wait_for_charts(page, names, times):
    """Waits until each chart was answered so many times. @return the last answer of each"""
    deadline = time.time() + PAGE_LIMIT_S
    while time.time() < deadline:
        found = answers(page)
        if all(len(found.get(chart, [])) >= times for chart in names):
            return {chart: found[chart][-1] for chart in names}
        time.sleep(1)
    late = sorted(name for chart, name in names.items() if len(answers(page).get(chart, [])) < times)
    sys.exit(f"check: after {PAGE_LIMIT_S} s these charts were not answered {times} times: {', '.join(late)}")


def filtered(page, address, charts, names):
    """The dashboard with a device chosen: every chart that knows devices has to ask for it. @return how many do"""
    chosen = (
        "(NATIVE_FILTER-device:(__cache:(),extraFormData:(filters:!((col:device,op:IN,val:!(mobile)))),"
        "filterState:(value:!(mobile)),id:NATIVE_FILTER-device,ownState:()))"
    )
    page.get(f"{address}/superset/dashboard/clickreel/?native_filters={chosen}")
    columns = {
        dataset["uuid"]: {column["column_name"] for column in dataset["columns"]}
        for dataset in (yaml.safe_load(f.read_text()) for f in BUNDLE.glob("datasets/*/*.yaml"))
    }
    concerned = {n for n, chart in charts.items() if "device" in columns[chart["dataset_uuid"]]}
    for chart, one in wait_for_charts(page, names, 1).items():
        asked = "'mobile'" in "".join(result.get("query") or "" for result in json.loads(one["text"])["result"])
        if asked != (names[chart] in concerned):
            sys.exit(f"check: with the filter Device set, {names[chart]} " + ("asks" if asked else "does not ask") + " for the device")
    return len(concerned)


def compare(superset, clickreel):
    """Closed minutes, asked of both: the numbers must be the same. @return how many were compared"""
    now = requests.get(clickreel + "/api/questions/active-users", params={"minutes": 8}, timeout=60).json()["rows"]
    # The last minutes may still get clicks.
    first, last = now[2]["minute"], now[4]["minute"]
    until = (datetime.datetime.fromisoformat(last.replace("Z", "+00:00")) + datetime.timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S")
    after = first.rstrip("Z")

    def clickreels(question, **parameters):
        answer = requests.get(f"{clickreel}/api/questions/{question}", params={"now": last, "minutes": 3, **parameters}, timeout=60)
        answer.raise_for_status()
        return answer.json()["rows"]

    pairs = {
        "clicks by film": (
            {r["title"]: r["Clicks"] for r in superset.rows("film_clicks", ["title"], ["Clicks"], "minute", after, until)},
            {r["title"]: r["clicks"] for r in clickreels("films-by-rental-volume", limit=1000)},
        ),
        "watchlist additions by category": (
            {r["category"]: r["Watchlist additions"]
             for r in superset.rows("film_clicks", ["category"], ["Watchlist additions"], "minute", after, until)},
            {r["category"]: r["watchlist_adds"] for r in clickreels("categories-by-rental-volume", limit=1000)},
        ),
        "clicks by device and event": (
            {(r["device"], r["event_type"]): r["Clicks"]
             for r in superset.rows("device_events_per_minute", ["device", "event_type"], ["Clicks"], "minute", after, until)},
            {(r["device"], r["event_type"]): r["clicks"] for r in clickreels("device-interaction-patterns")},
        ),
        "active users by minute": (
            sorted(r["Active users"] for r in superset.rows("user_clicks_per_minute", ["minute"], ["Active users"], "minute", after, until)),
            sorted(r["users"] for r in clickreels("active-users")),
        ),
    }
    for what, (theirs, ours) in pairs.items():
        if not ours or theirs != ours:
            sys.exit(f"check: {what} from {after} to {until} differ. Superset: {theirs}. Clickreel: {ours}.")
    return sum(len(ours) for _, ours in pairs.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--superset", required=True)
    parser.add_argument("--username", required=True)
    parser.add_argument("--clickreel", required=True, help="address of Clickreel's own dashboard")
    parser.add_argument("--screenshot", required=True, help="PNG file to write")
    args = parser.parse_args()
    # Not on the command line, where every process could read it.
    password = os.environ["SUPERSET_PASSWORD"]

    superset = Superset(args.superset, args.username, password)
    charts = {c["slice_name"]: c for c in (yaml.safe_load(f.read_text()) for f in BUNDLE.glob("charts/*.yaml"))}
    names = {c["id"]: c["slice_name"] for c in superset.get("/api/v1/dashboard/clickreel/charts")}
    missing = charts.keys() - set(names.values())
    if missing:
        sys.exit(f"check: these charts are not on the dashboard: {', '.join(sorted(missing))}")

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        page = browser("1600,3400", profile)
        try:
            page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": RECORDER})
            sign_in(page, args.superset, args.username, password)
            page.get(args.superset + "/superset/dashboard/clickreel/")
            failed = False
            for chart, one in sorted(wait_for_charts(page, names, 1).items()):
                problem = problem_of(charts[names[chart]], one)
                failed |= problem is not None
                print(f"  {'FAILED' if problem else 'ok    '} {names[chart]}" + (f": {problem}" if problem else ""))
            time.sleep(5)
            page.save_screenshot(args.screenshot)
            if failed:
                sys.exit("check: the charts above failed")
            # By itself, as json_metadata's refresh_frequency says.
            wait_for_charts(page, names, 2)
            print("  ok     the dashboard has refreshed by itself")
            print(f"  ok     the filter Device holds for {filtered(page, args.superset, charts, names)} charts")
        finally:
            page.quit()
    print(f"  ok     {compare(superset, args.clickreel)} numbers are those of Clickreel's own answers")


if __name__ == "__main__":
    main()
