package io.clickreel.contract;

import io.clickreel.contract.json.AsciiWords;
import io.clickreel.contract.json.EventTimeFormat;
import io.clickreel.contract.json.EventTimeReader;
import io.clickreel.contract.json.JsonString;
import io.clickreel.contract.json.Utf8Text;
import io.clickreel.contract.json.UuidBits;
import io.clickreel.contract.json.WholeNumber;
import java.util.UUID;

/** The ten fields of the click that was read last. The object is reused, so that a click costs no allocation. */
public final class ClickFields {
    private static final EventType[] EVENT_TYPES = EventType.values();
    private static final Page[] PAGES = Page.values();
    private static final Device[] DEVICES = Device.values();
    private static final Referrer[] REFERRERS = Referrer.values();
    private static final AsciiWords EVENT_TYPE_WORDS = new AsciiWords(ContractValue.texts(EVENT_TYPES));
    private static final AsciiWords PAGE_WORDS = new AsciiWords(ContractValue.texts(PAGES));
    private static final AsciiWords DEVICE_WORDS = new AsciiWords(ContractValue.texts(DEVICES));
    private static final AsciiWords REFERRER_WORDS = new AsciiWords(ContractValue.texts(REFERRERS));

    /** Enough for the largest film id and position, and far from the largest int. */
    private static final int MAX_DIGITS = 7;

    private final UuidBits eventId = new UuidBits();
    private final EventTimeReader eventTime = new EventTimeReader();
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

    /**
     * Reads the value at {@code at} into this object, if it is written in the usual way; zeros have to follow the JSON.
     *
     * @return the first byte behind the value, or -1: it is bad, or written in a rare way
     */
    int take(ClickField field, byte[] json, int at) {
        if (field == ClickField.FILM_ID || field == ClickField.POSITION) {
            int end = WholeNumber.end(json, at, MAX_DIGITS);
            return end >= 0 && takeNumber(field, WholeNumber.ofDigits(json, at, end)) ? end : -1;
        }
        if (json[at] != '"') {
            return -1;
        }
        int from = at + 1;
        return switch (field) {
            case EVENT_ID -> {
                int end = from + UuidBits.WRITTEN_LENGTH;
                yield eventId.parse(json, from) && json[end] == '"' ? end + 1 : -1;
            }
            case EVENT_TS -> {
                int end = from + EventTimeFormat.length(json, from);
                eventTimeMs = eventTime.parse(json, from, end - from);
                yield eventTimeMs > EventTimeFormat.OUT_OF_RANGE ? end + 1 : -1;
            }
            case USER_ID -> JsonString.readId(json, from, userId);
            case SESSION_ID -> JsonString.readId(json, from, sessionId);
            case EVENT_TYPE -> behind(EVENT_TYPE_WORDS, eventType = EVENT_TYPE_WORDS.find(json, from), from);
            case PAGE -> behind(PAGE_WORDS, page = PAGE_WORDS.find(json, from), from);
            case DEVICE -> behind(DEVICE_WORDS, device = DEVICE_WORDS.find(json, from), from);
            case REFERRER -> behind(REFERRER_WORDS, referrer = REFERRER_WORDS.find(json, from), from);
            case FILM_ID, POSITION -> -1;
        };
    }

    /** Sets the film's id or the position, and tells whether the contract allows it. */
    boolean takeNumber(ClickField field, int number) {
        if (field == ClickField.FILM_ID) {
            filmId = number;
            return number >= 1 && number <= ClickContract.MAX_FILM_ID;
        }
        position = number;
        return number >= 1 && number <= ClickContract.MAX_POSITION;
    }

    private static int behind(AsciiWords words, int word, int from) {
        return word < 0 ? -1 : from + words.length(word) + 1;
    }
}
