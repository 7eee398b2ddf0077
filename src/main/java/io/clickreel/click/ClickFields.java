package io.clickreel.click;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.clickreel.click.ContractViolation.Reason;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ten fields of the click read last, in a holder that is used again, so that a click costs no objects. */
public final class ClickFields {
    private static final EventType[] EVENT_TYPES = EventType.values();
    private static final Page[] PAGES = Page.values();
    private static final Device[] DEVICES = Device.values();
    private static final Referrer[] REFERRERS = Referrer.values();

    private final UuidBits eventId = new UuidBits();
    private final Utf8Text userId = new Utf8Text();
    private final Utf8Text sessionId = new Utf8Text();
    private long eventTimeMs;
    private int filmId;
    private int position;
    private int eventType;
    private int page;
    private int device;
    private int referrer;

    ClickFields() {}

    public long eventIdHigh() {
        return eventId.high();
    }

    public long eventIdLow() {
        return eventId.low();
    }

    /** Milliseconds since 1970, UTC. */
    public long eventTimeMs() {
        return eventTimeMs;
    }

    public Utf8Text userId() {
        return userId;
    }

    public Utf8Text sessionId() {
        return sessionId;
    }

    public int filmId() {
        return filmId;
    }

    public EventType eventType() {
        return EVENT_TYPES[eventType];
    }

    public Page page() {
        return PAGES[page];
    }

    public int position() {
        return position;
    }

    public Device device() {
        return DEVICES[device];
    }

    public Referrer referrer() {
        return REFERRERS[referrer];
    }

    /** A copy that outlives the next read. */
    public Click toClick() {
        return new Click(
                new UUID(eventId.high(), eventId.low()),
                eventTimeMs,
                userId.toString(),
                sessionId.toString(),
                filmId,
                eventType(),
                page(),
                position,
                device(),
                referrer());
    }

    /** Takes the parser's current value over into a field; answers what is wrong with it, or null. */
    @Nullable
    Reason take(ClickField field, JsonParser parser) throws IOException {
        if (field == ClickField.FILM_ID) {
            filmId = WholeNumber.read(parser, ClickContract.MAX_FILM_ID);
            return WholeNumber.problem(filmId);
        }
        if (field == ClickField.POSITION) {
            position = WholeNumber.read(parser, ClickContract.MAX_POSITION);
            return WholeNumber.problem(position);
        }
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return takeText(field, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
        return Reason.WRONG_TYPE;
    }

    private @Nullable Reason takeText(ClickField field, char[] text, int offset, int length) {
        return switch (field) {
            case EVENT_ID -> unless(eventId.parse(text, offset, length), Reason.BAD_FORMAT);
            case EVENT_TS -> {
                eventTimeMs = EventTimeFormat.parse(text, offset, length);
                yield eventTimeMs == EventTimeFormat.OUT_OF_RANGE
                        ? Reason.OUT_OF_RANGE
                        : unless(eventTimeMs != EventTimeFormat.BAD_FORMAT, Reason.BAD_FORMAT);
            }
            case USER_ID -> unless(userId.set(text, offset, length), Reason.BAD_FORMAT);
            case SESSION_ID -> unless(sessionId.set(text, offset, length), Reason.BAD_FORMAT);
            case EVENT_TYPE -> {
                eventType = indexOf(EVENT_TYPES, text, offset, length);
                yield unless(eventType >= 0, Reason.UNKNOWN_VALUE);
            }
            case PAGE -> {
                page = indexOf(PAGES, text, offset, length);
                yield unless(page >= 0, Reason.UNKNOWN_VALUE);
            }
            case DEVICE -> {
                device = indexOf(DEVICES, text, offset, length);
                yield unless(device >= 0, Reason.UNKNOWN_VALUE);
            }
            case REFERRER -> {
                referrer = indexOf(REFERRERS, text, offset, length);
                yield unless(referrer >= 0, Reason.UNKNOWN_VALUE);
            }
            case FILM_ID, POSITION -> Reason.WRONG_TYPE;
        };
    }

    private static @Nullable Reason unless(boolean fine, Reason reason) {
        return fine ? null : reason;
    }

    private static int indexOf(ContractValue[] values, char[] text, int offset, int length) {
        for (int i = 0; i < values.length; i++) {
            if (isSame(values[i].text(), text, offset, length)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(String value, char[] text, int offset, int length) {
        if (value.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
