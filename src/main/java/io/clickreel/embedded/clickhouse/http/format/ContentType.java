package io.clickreel.embedded.clickhouse.http.format;

import java.util.Locale;

/** The content type that a server gives to a format. */
public final class ContentType {
    private ContentType() {}

    public static String of(String format) {
        String name = format.toLowerCase(Locale.ROOT);
        if (name.startsWith("json") && (name.contains("eachrow") || name.contains("withprogress"))) {
            return "application/x-ndjson; charset=UTF-8";
        }
        if (name.startsWith("json")) {
            return "application/json; charset=UTF-8";
        }
        if (name.startsWith("csv")) {
            return "text/csv; charset=UTF-8; header=" + (name.contains("withnames") ? "present" : "absent");
        }
        if (name.startsWith("tabseparated") || name.startsWith("tsv")) {
            return "text/tab-separated-values; charset=UTF-8";
        }
        if (name.startsWith("rowbinary")
                || name.equals("native")
                || name.startsWith("arrow")
                || name.equals("parquet")) {
            return "application/octet-stream";
        }
        return "text/plain; charset=UTF-8";
    }
}
