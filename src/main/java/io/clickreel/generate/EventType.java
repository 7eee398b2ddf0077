package io.clickreel.generate;

/** What the user did with the film; the order is that of the funnel. */
public enum EventType implements Word {
    VIEW("view"),
    DETAIL_VIEW("detail_view"),
    WATCH_TRAILER("watch_trailer"),
    ADD_TO_WATCHLIST("add_to_watchlist");

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
