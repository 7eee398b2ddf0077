package io.clickreel.embedded.clickhouse.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error of the engine or of its front, with ClickHouse's error code and its text as a server would send it. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\.");

    /** ClickHouse's code for an error that has no code. */
    private static final int STD_EXCEPTION = 1001;

    private final int code;

    /** @param text as the engine gives it: {@code Code: 60. DB::Exception: ... (UNKNOWN_TABLE)} */
    public EngineException(String text) {
        super(text, null, false, false);
        Matcher matcher = CODE.matcher(text);
        code = matcher.find() ? Integer.parseInt(matcher.group(1)) : STD_EXCEPTION;
    }

    public EngineException(int code, String name, String message) {
        super("Code: " + code + ". DB::Exception: " + message + " (" + name + ")", null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The HTTP status that a ClickHouse server answers with for this code. */
    public int httpStatus() {
        return switch (code) {
            case 194 -> 401;
            case 192, 193, 497, 512, 516 -> 403;
            case 6,
                    8,
                    15,
                    25,
                    26,
                    27,
                    36,
                    37,
                    38,
                    41,
                    44,
                    53,
                    62,
                    72,
                    117,
                    123,
                    167,
                    168,
                    223,
                    321,
                    376,
                    427,
                    441,
                    675,
                    676 -> 400;
            case 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511 -> 404;
            case 159 -> 408;
            case 381 -> 411;
            case 229 -> 413;
            case 779 -> 415;
            case 48 -> 501;
            case 76, 209, 439 -> 503;
            default -> 500;
        };
    }
}
