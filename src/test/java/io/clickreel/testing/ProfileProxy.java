package io.clickreel.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.UnaryOperator;

/**
 * Puts each request for ClickHouse into one session. What was set there holds for a request that does not set it itself,
 * as the settings of a user's profile do.
 */
public final class ProfileProxy extends Relay {
    private static final String HEAD = "POST /?";

    private final String session;

    /** @param session in which the settings were made */
    public ProfileProxy(int port, String session) {
        super(port);
        this.session = session;
        start();
    }

    @Override
    Sides connected() {
        return new Sides(this::inSession, UnaryOperator.identity());
    }

    /** A client sends a request's head in one piece, after it has read the answer to the one before. */
    private byte[] inSession(byte[] piece) {
        String text = new String(piece, ISO_8859_1);
        return text.startsWith(HEAD)
                ? (HEAD + "session_id=" + session + "&" + text.substring(HEAD.length())).getBytes(ISO_8859_1)
                : piece;
    }
}
