package io.clickreel.testing;

/** What the page in a browser has asked Clickreel since it was opened. */
public final class PageRequests {
    /** The browser's own list has no more than 250 by default, and only those that are over. */
    static final String COUNTED = """
            performance.setResourceTimingBufferSize(100000);
            {
              const real = window.fetch;
              window.requests = { begun: 0, open: 0 };
              window.fetch = async (...what) => {
                window.requests.begun += 1;
                window.requests.open += 1;
                try {
                  return await real(...what);
                } finally {
                  window.requests.open -= 1;
                }
              };
            }
            """;

    private final BrowserPage page;

    PageRequests(BrowserPage page) {
        this.page = page;
    }

    /** The query that a card's question was last asked with; empty if it had none, or was not asked. */
    public String lastOf(String question) {
        return String.valueOf(page.script("""
                const asked = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
                  .filter((url) => url.pathname === `/api/questions/${arguments[0]}`);
                return asked.at(-1)?.search ?? '';
                """, question));
    }

    /** How many there were so far. */
    public long count() {
        return (Long) page.script("return window.requests.begun");
    }

    /** Whether one is not answered yet. */
    public boolean isAnyOpen() {
        return (Long) page.script("return window.requests.open") > 0;
    }
}
