package io.clickreel.generate;

/** Where in the platform a click happened. */
public enum Page implements Word {
    BROWSE("browse"),
    FILM_DETAIL("film_detail");

    private final String text;

    Page(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
