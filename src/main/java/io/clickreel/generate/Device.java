package io.clickreel.generate;

/** The kind of device that a click came from. */
public enum Device implements Word {
    WEB("web"),
    MOBILE("mobile"),
    TABLET("tablet");

    private final String text;

    Device(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
