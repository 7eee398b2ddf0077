package io.clickreel.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A value of a contract that goes into one column, drawn by lot: each type of column that there is, what a contract can say of
 * it, and values at and beyond the limits of both. Values are the letters of JSON, because a number can be written in
 * many ways.
 */
final class GeneratedLeaf {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final List<String> WORDS = List.of("view", "click", "quite_a_long_word_for_a_list", "ü");
    private static final List<String> INTEGERS =
            List.of("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64");
    private static final List<String> UNITS = List.of("epoch-seconds", "epoch-millis", "epoch-micros", "epoch-nanos");
    private static final List<String> ANY = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-0.0",
            "1",
            "12",
            "331",
            "-3",
            "1.0",
            "1.5",
            "1e2",
            "12e-1",
            "1E+2",
            "200.5",
            "1e-300",
            "1e300",
            "1267650600228229401496703205376",
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"abc\"",
            "\"331\"",
            "\"-0.5\"",
            "\"1e2\"",
            "\"01\"",
            "\"+1\"",
            "\"NaN\"",
            "\"ü\"",
            "\"\\u00fc\"",
            "\"😀😀\"",
            "\"a\\u0000\"",
            "\"a\\nb\"",
            "\"\\\"\"",
            "\"\\\\\"",
            "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
            "[]",
            "[1]",
            "[\"a\",\"b\",\"c\",\"d\",\"e\"]",
            "[null]",
            "{}",
            "{\"k\":1,\"l\":255}",
            "{\"k\":256}",
            "{\"k\":null}");

    private final Random random;
    private final String type;
    private final ObjectNode schema;
    private final List<String> good = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();

    /** @param isWhole whether it may have a list or JSON in it */
    GeneratedLeaf(Random random, boolean isWhole) {
        this.random = random;
        this.schema = NODES.objectNode();
        List<String> values = new ArrayList<>();
        this.type = draw(isWhole, values);
        JsonSchema other = FACTORY.getSchema(StoredByRule.forOthers(schema), InputFormat.JSON);
        for (String value : values) {
            sort(value, other);
        }
        for (int i = 0; i < 6; i++) {
            sort(pick(ANY), other);
        }
        offerNull();
    }

    String type() {
        return type;
    }

    ObjectNode schema() {
        return schema;
    }

    List<String> good() {
        return good;
    }

    /** A value that it takes, if one was found; else any. */
    String valid() {
        return good.isEmpty() ? any() : pick(good);
    }

    /** A value at or beyond a limit, or one of another type. */
    String any() {
        String any = bad.isEmpty() || random.nextInt(3) == 0 ? pick(ANY) : pick(bad);
        return isTold(read(any)) ? any : "9";
    }

    private void sort(String value, JsonSchema other) {
        JsonNode json = read(value);
        if (!isTold(json)) {
            return;
        }
        boolean keeps = other.validate(json).isEmpty() && StoredByRule.stored(type, schema, json, false) != null;
        (keeps ? good : bad).add(value);
    }

    /** Whether the other validator is right about it: the limits within alternatives are left to it, and it tells them by longs. */
    private boolean isTold(JsonNode json) {
        return !schema.has("anyOf") && !schema.has("oneOf") || StoredByRule.isPlain(json);
    }

    private static JsonNode read(String value) {
        try {
            return StoredByRule.JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value, e);
        }
    }

    private String draw(boolean isWhole, List<String> values) {
        return switch (random.nextInt(isWhole ? 20 : 14)) {
            case 0, 1 -> text(values);
            case 2 -> word(values);
            case 3, 4 -> integer(values);
            case 5 -> floating(values);
            case 6 -> decimal(values);
            case 7 -> bool(values);
            case 8 -> uuid(values);
            case 9 -> address(values);
            case 10 -> date(values);
            case 11, 12 -> moment(values);
            case 13 -> fixed(values);
            case 14, 15 -> list("Array(", "items", values);
            case 16, 17 -> list("Map(String, ", "additionalProperties", values);
            case 18 -> json(values);
            default -> anything(values);
        };
    }

    private String text(List<String> values) {
        types("string");
        if (random.nextInt(3) == 0) {
            int least = random.nextInt(4);
            int most = 4 + random.nextInt(20);
            schema.put("minLength", least).put("maxLength", most);
            for (int length : List.of(least - 1, least, most, most + 1)) {
                values.add(quoted("ü".repeat(Math.max(0, length))));
                values.add(quoted("b".repeat(Math.max(0, length))));
                values.add(quoted("😀".repeat(Math.max(0, length))));
            }
        }
        if (random.nextInt(3) == 0) {
            schema.put(
                    "pattern",
                    pick(List.of("^[a-z]+$", "^[^\\u0000-\\u001f]+(?![\\s\\S])", "b", "^u_[0-9]+$", "^[a-z0-9_-]*$")));
        } else if (random.nextInt(2) == 0) {
            String format = pick(List.of("date-time", "date", "uuid", "ipv4", "ipv6"));
            schema.put("format", format);
            values.addAll(quoted(
                    switch (format) {
                        case "date-time" -> TIMES;
                        case "date" -> DATES;
                        case "uuid" -> UUIDS;
                        case "ipv4" -> V4;
                        default -> V6;
                    }));
            if (format.equals("date-time")) {
                limits(values);
            }
        }
        values.addAll(quoted(List.of("u_12", "abc", "view", "zzzzz", "aü", "b", "")));
        return pick(
                List.of("String", "LowCardinality(String)", "Nullable(String)", "LowCardinality(Nullable(String))"));
    }

    private String word(List<String> values) {
        boolean isConst = random.nextInt(5) == 0;
        if (isConst) {
            schema.put("const", "click");
        } else {
            ArrayNode words = schema.putArray("enum");
            WORDS.forEach(words::add);
        }
        if (random.nextBoolean()) {
            types("string");
        }
        if (random.nextInt(5) == 0) {
            schema.put("maxLength", 5);
        }
        values.addAll(quoted(WORDS));
        values.addAll(quoted(List.of("View", "clic", "clicks", "")));
        String numbers = "('view' = 1, 'click' = -2, 'quite_a_long_word_for_a_list' = 127, 'ü' = -128)";
        // Without a closed list it is the column that closes it.
        if (random.nextInt(4) == 0) {
            schema.removeAll();
            types("string");
            return "Enum8" + numbers;
        }
        return pick(List.of(
                "String",
                "LowCardinality(String)",
                "Nullable(String)",
                "LowCardinality(Nullable(String))",
                "FixedString(30)",
                "Enum8" + numbers,
                "Enum16" + numbers.replace("127", "32767").replace("-128", "-32768"),
                "Nullable(Enum8" + numbers + ")"));
    }

    private String integer(List<String> values) {
        String column = pick(INTEGERS);
        int bits = Integer.parseInt(column.replaceAll("[^0-9]", ""));
        BigInteger least = column.startsWith("U")
                ? BigInteger.ZERO
                : BigInteger.ONE.shiftLeft(bits - 1).negate();
        BigInteger most = BigInteger.ONE
                .shiftLeft(column.startsWith("U") ? bits : bits - 1)
                .subtract(BigInteger.ONE);
        around(values, new BigDecimal(least), BigDecimal.ONE);
        around(values, new BigDecimal(most), BigDecimal.ONE);
        around(values, BigDecimal.ZERO, BigDecimal.ONE);
        List<String> types = new ArrayList<>(List.of(pick(List.of("integer", "integer", "number"))));
        if (random.nextInt(4) == 0) {
            types.add("string");
        }
        if (bits == 8 && random.nextInt(4) == 0) {
            types.add("boolean");
        }
        types(types.toArray(String[]::new));
        if (random.nextInt(8) == 0) {
            schema.putArray("enum").add(1).add(100).add(7);
        } else {
            range(values, BigDecimal.ZERO, BigDecimal.valueOf(120));
            multiple(values, BigDecimal.valueOf(1 + random.nextInt(5)));
        }
        return pick(List.of(column, column, column, "Nullable(" + column + ")"));
    }

    private String floating(List<String> values) {
        types(
                random.nextInt(4) == 0
                        ? new String[] {"number", "string"}
                        : new String[] {pick(List.of("number", "number", "integer"))});
        String column = pick(List.of("Float32", "Float64"));
        for (String number : List.of(
                "0.1",
                "0.30000000000000004",
                "16777215",
                "16777216",
                "16777217",
                "16777219",
                "-16777217",
                "9007199254740991",
                "9007199254740992",
                "9007199254740993",
                "-9007199254740993",
                "3.4028234663852886e38",
                "3.4028235677973366e38",
                "3.4028235e38",
                "3.5e38",
                "-3.5e38",
                "1.7976931348623157e308",
                "1.7976931348623159e308",
                "1.8e308",
                "-1.8e308",
                "1.4e-45",
                "7.1e-46",
                "4.9e-324",
                "2e-324",
                "1e-999",
                "1.00000005960464477539",
                "1.0000000596046448",
                "1.00000017881393432617",
                "0.000000000000001",
                "123456789012345.6",
                "123456789.12345678")) {
            values.add(number);
            values.add(quoted(number));
        }
        if (random.nextBoolean()) {
            range(values, new BigDecimal("-1000000.5"), new BigDecimal("1e6"));
            multiple(values, new BigDecimal(pick(List.of("0.5", "0.01", "2"))));
        }
        return random.nextInt(4) == 0 ? "Nullable(" + column + ")" : column;
    }

    private String decimal(List<String> values) {
        int digits = pick(List.of(1, 5, 9, 10, 18, 19, 38, 39, 76));
        int scale = pick(List.of(0, 0, Math.min(2, digits), digits / 2, digits));
        BigDecimal one = BigDecimal.ONE.movePointLeft(scale);
        BigDecimal most = BigDecimal.TEN.pow(digits).subtract(BigDecimal.ONE).movePointLeft(scale);
        around(values, most, one);
        around(values, most.negate(), one);
        around(values, BigDecimal.ZERO, one);
        values.add(one.movePointLeft(1).toPlainString());
        values.add(one.toString());
        values.add(quoted(one.toPlainString()));
        values.add(one.toPlainString() + (scale == 0 ? ".0" : "0"));
        String[] types = {pick(List.of("number", "number", "integer")), "string"};
        types(random.nextInt(4) == 0 ? types : new String[] {types[0]});
        if (random.nextInt(3) == 0) {
            range(values, new BigDecimal("-0.5"), new BigDecimal("0.75"));
            multiple(values, new BigDecimal(pick(List.of("0.25", "0.01"))));
        }
        String column = "Decimal(" + digits + ", " + scale + ")";
        return random.nextInt(4) == 0 ? "Nullable(" + column + ")" : column;
    }

    private String bool(List<String> values) {
        types("boolean");
        values.addAll(List.of("true", "false", "0", "1", "\"true\""));
        return pick(List.of("Bool", "Bool", "Nullable(Bool)", "UInt8", "Int8", "String"));
    }

    private static final List<String> UUIDS = List.of(
            "84e0e977-9ee7-4eec-9cd6-f7655e481cb3",
            "84E0E977-9EE7-4EEC-9CD6-F7655E481CB3",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "84e0e977-9ee7-4eec-9cd6-f7655e481cb",
            "84e0e977-9ee7-4eec-9cd6-f7655e481cb34",
            "84e0e9779ee74eec9cd6f7655e481cb3",
            "{84e0e977-9ee7-4eec-9cd6-f7655e481cb3}",
            "84e0e97-79ee7-4eec-9cd6-f7655e481cb3",
            "g4e0e977-9ee7-4eec-9cd6-f7655e481cb3");

    private String uuid(List<String> values) {
        types("string");
        if (random.nextBoolean()) {
            schema.put("format", "uuid");
        }
        if (random.nextInt(4) == 0) {
            schema.put(pick(List.of("minLength", "maxLength")), 35 + random.nextInt(3));
        }
        values.addAll(quoted(UUIDS));
        return pick(List.of("UUID", "UUID", "Nullable(UUID)"));
    }

    private static final List<String> V4 = List.of(
            "0.0.0.0",
            "192.0.2.1",
            "255.255.255.255",
            "256.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "1.2.3.4 ",
            "1.2.3.",
            "127.1",
            "localhost",
            "0x7f.0.0.1",
            "١.2.3.4");
    private static final List<String> V6 = List.of(
            "::",
            "::1",
            "1::",
            "2001:db8::1",
            "2001:DB8::A",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "::ffff:192.0.2.1",
            "::192.0.2.1",
            "1:2:3:4:5:6:192.0.2.1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            "::ffff:0:0",
            "::ffff:1.2.3.4",
            "0000:0000:0000:0000:0000:0000:0000:0001",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8",
            "1:2:3:4::5:6:7:8",
            "1:2:3:4:5:6:7:192.0.2.1",
            "1::2::3",
            ":::",
            ":",
            ":1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:",
            "12345::",
            "g::",
            "::1%lo",
            "::1%1",
            "[::1]",
            "1.2.3.4",
            "::1.2.3",
            "::1.2.3.256",
            "::01.2.3.4",
            "::1.2.3.4:5",
            "1.2.3.4::",
            " ::1",
            "");

    private String address(List<String> values) {
        types("string");
        boolean four = random.nextBoolean();
        if (random.nextBoolean()) {
            schema.put("format", four ? "ipv4" : "ipv6");
        }
        values.addAll(quoted(four ? V4 : V6));
        String column = four ? "IPv4" : "IPv6";
        return random.nextInt(4) == 0 ? "Nullable(" + column + ")" : column;
    }

    private static final List<String> DATES = List.of(
            "2025-12-27",
            "1970-01-01",
            "1969-12-31",
            "2149-06-06",
            "2149-06-07",
            "1900-01-01",
            "1899-12-31",
            "2299-12-31",
            "2300-01-01",
            "2024-02-29",
            "2025-02-29",
            "2100-02-29",
            "2000-02-29",
            "0000-01-01",
            "9999-12-31",
            "2025-13-01",
            "2025-00-10",
            "2025-12-00",
            "2025-12-32",
            "2025-1-1",
            "20251227",
            "2025-12-27 ",
            "٢025-12-27");
    private static final List<String> TIMES = List.of(
            "2025-12-27T12:18:51.766Z",
            "2025-12-27 12:18:51.766",
            "2025-12-27 12:18:51",
            "2025-12-27t12:18:51z",
            "2025-12-27T12:18:51.1Z",
            "2025-12-27T12:18:51.123456789Z",
            "2025-12-27T12:18:51.123456789+02:00",
            "2025-12-27T12:18:51.1234567890Z",
            "2025-12-27T00:30:00+0200",
            "2025-12-27T23:30:00-02",
            "2025-12-27T23:59:59+23:59",
            "2025-12-27T23:59:59+24:00",
            "2025-12-27T23:59:59+02:60",
            "2025-12-27T24:00:00Z",
            "2025-12-27T23:59:60Z",
            "2025-12-27T12:18Z",
            "2025-12-27T12:18:51.Z",
            "2025-12-27T12:18:51,5Z",
            "2025-12-27  12:18:51",
            "2025-12-27T12:18:51 Z",
            "2025-02-29T12:00:00Z",
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00+00:01",
            "1969-12-31T23:59:59.999999999Z",
            "1969-12-31T23:59:59-00:01",
            "2106-02-07T06:28:15.999999999Z",
            "2106-02-07T06:28:16Z",
            "2149-06-06T23:59:59.999Z",
            "2149-06-07T00:00:00Z",
            "2149-06-07T01:00:00+02:00",
            "1900-01-01T00:00:00Z",
            "1899-12-31T23:59:59.999999999Z",
            "1900-01-01T00:00:00.000000001Z",
            "1905-03-04T05:06:07.123456789Z",
            "2262-04-11T23:47:15.999999999Z",
            "2262-04-11T23:47:17Z",
            "2299-12-31T23:59:59.999999999Z",
            "2300-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z");

    private String date(List<String> values) {
        String column = pick(List.of("Date", "Date32"));
        values.addAll(quoted(DATES));
        values.addAll(quoted(TIMES));
        if (random.nextInt(3) == 0) {
            epoch(values);
        } else {
            types("string");
        }
        switch (random.nextInt(3)) {
            case 0 -> schema.put("format", "date");
            case 1 -> {
                schema.put("format", "date-time");
                limits(values);
            }
            default -> {}
        }
        return random.nextInt(4) == 0 ? "Nullable(" + column + ")" : column;
    }

    private String moment(List<String> values) {
        String column = random.nextInt(3) == 0
                ? pick(List.of("DateTime", "DateTime('UTC')"))
                : "DateTime64(" + random.nextInt(10) + pick(List.of("", ", 'UTC'")) + ")";
        values.addAll(quoted(TIMES));
        values.addAll(quoted(DATES.subList(0, 2)));
        if (random.nextInt(2) == 0) {
            epoch(values);
        } else {
            types("string");
        }
        if (random.nextInt(2) == 0) {
            schema.put("format", "date-time");
            limits(values);
        }
        return random.nextInt(4) == 0 ? "Nullable(" + column + ")" : column;
    }

    /** The earliest and the latest time that a contract allows. */
    private void limits(List<String> values) {
        if (random.nextBoolean()) {
            schema.put("formatMinimum", pick(List.of("2000-01-01T00:00:00Z", "2000-01-01T01:00:00.5+01:00")));
            near(
                    values,
                    List.of(
                            "2000-01-01T00:00:00Z",
                            "2000-01-01T00:00:00.5Z",
                            "2000-01-01T00:00:00.499999999Z",
                            "2000-01-01T01:00:00.5+0100",
                            "1999-12-31T23:59:59.999999999Z"));
        }
        if (random.nextBoolean()) {
            schema.put("formatMaximum", pick(List.of("2099-12-31T23:59:59Z", "2099-12-31T23:59:59.5Z")));
            near(
                    values,
                    List.of(
                            "2099-12-31T23:59:59Z",
                            "2099-12-31T23:59:59.000000001Z",
                            "2099-12-31T23:59:59.5Z",
                            "2099-12-31T23:59:59.500000001Z",
                            "2100-01-01T00:00:00Z"));
        }
    }

    /** More than once, or the one text just behind a limit would hardly be drawn among all others. */
    private static void near(List<String> values, List<String> texts) {
        for (int i = 0; i < 5; i++) {
            values.addAll(quoted(texts));
        }
    }

    /** A number that is a time, at the limits of the columns. */
    private void epoch(List<String> values) {
        int unit = random.nextInt(UNITS.size());
        schema.put("x-time", UNITS.get(unit));
        String number = pick(List.of("integer", "number"));
        types(random.nextInt(3) == 0 ? new String[] {number, "string"} : new String[] {number});
        for (long second : new long[] {
            0,
            1_766_837_931L,
            946_684_800L,
            4_294_967_295L,
            5_662_310_399L,
            9_223_372_035L,
            10_413_791_999L,
            -2_208_988_800L
        }) {
            around(values, BigDecimal.valueOf(second).scaleByPowerOfTen(3 * unit), BigDecimal.ONE);
            around(values, BigDecimal.valueOf(second + 1).scaleByPowerOfTen(3 * unit), BigDecimal.ONE);
        }
        values.add("1766837931.5");
        values.add("-0.5");
        values.add("-1");
        values.add("1766837931766123456789");
        if (random.nextInt(5) == 0) {
            schema.put("minimum", 0);
        }
    }

    private String fixed(List<String> values) {
        types("string");
        for (String text : List.of("", "a", "abcd", "abcde", "éé", "ééa", "😀", "😀a", "a\\u0000")) {
            values.add('"' + text + '"');
        }
        return pick(List.of("FixedString(4)", "FixedString(1)", "Nullable(FixedString(4))"));
    }

    /** An array or a map: of plain values, of those that may be null, or of lists. */
    private String list(String column, String keyword, List<String> values) {
        boolean isMap = keyword.equals("additionalProperties");
        GeneratedLeaf element = new GeneratedLeaf(random, false);
        types(isMap ? "object" : "array");
        String inside = element.type;
        ObjectNode said = element.schema;
        List<String> elements = new ArrayList<>(element.good);
        elements.addAll(element.bad);
        elements.add("null");
        if (!inside.contains("Nullable(")) {
            withoutNull(said);
        }
        if (random.nextInt(4) == 0) {
            ObjectNode outer = NODES.objectNode();
            outer.put("type", "array").set("items", said);
            if (random.nextBoolean()) {
                outer.put("maxItems", 2);
            }
            said = outer;
            inside = "Array(" + inside + ")";
            elements = lists(elements);
            elements.add("null");
        }
        schema.set(keyword, said);
        if (isMap) {
            for (String each : elements) {
                values.add("{\"k\":" + each + "}");
                values.add("{\"ü\":" + each + ",\"\":" + (element.good.isEmpty() ? each : pick(elements)) + "}");
            }
            values.add("{}");
        } else {
            if (random.nextBoolean()) {
                schema.put("minItems", random.nextInt(2)).put("maxItems", 2);
            }
            values.addAll(lists(elements));
        }
        return random.nextInt(6) == 0 ? "String" : column + inside + ")";
    }

    private List<String> lists(List<String> elements) {
        List<String> lists = new ArrayList<>(List.of("[]"));
        for (String each : elements) {
            lists.add("[" + each + "]");
            lists.add("[" + each + "," + pick(elements) + "]");
            lists.add("[" + pick(elements) + "," + each + ", " + pick(elements) + "]");
        }
        return lists;
    }

    private String json(List<String> values) {
        types("object");
        if (random.nextBoolean()) {
            schema.putObject("properties").putObject("k").put("type", "integer").put("maximum", 255);
        }
        values.addAll(List.of(
                "{\"k\":1}",
                "{\"k\":256}",
                "{\"a\":{\"b\":[1,\"x\",null]},\"ü\":\"😀\"}",
                "{\"t\":\"2025-12-27\",\"f\":1.5,\"b\":true}"));
        return "JSON";
    }

    /** What goes into a text whatever it is, also by alternatives. */
    private String anything(List<String> values) {
        switch (random.nextInt(4)) {
            case 0 -> schema.put("title", "anything");
            case 1 -> types(pick(List.of("integer", "boolean", "number")), "string", pick(List.of("array", "object")));
            case 2 -> {
                ArrayNode list = schema.putArray("enum");
                list.add(1).add("a").add(true).addArray().add(1).add("x");
                list.addObject().put("k", 1);
                list.addNull();
                values.addAll(List.of("1", "1.0", "\"a\"", "true", "[1,\"x\"]", "[1.0,\"x\"]", "{\"k\":1}", "[1]"));
            }
            default -> {
                ArrayNode any = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
                any.addObject().put("type", "string").put("maxLength", 3);
                any.addObject().put("type", "integer").put("minimum", 10);
                any.addObject().put("const", "abcdef");
                any.addObject().put("const", "abc");
                values.addAll(List.of("\"abc\"", "\"ab\"", "\"abcd\"", "\"abcdef\"", "9", "10", "10.0", "10.5"));
            }
        }
        values.addAll(List.of("1", "1.5", "1e2", "true", "\"a\"", "[1,\"a\"]", "{\"a\":{\"b\":1.50}}"));
        return pick(List.of("String", "Nullable(String)"));
    }

    private void range(List<String> values, BigDecimal least, BigDecimal most) {
        if (random.nextBoolean()) {
            schema.put(pick(List.of("minimum", "exclusiveMinimum")), least);
            around(values, least, new BigDecimal("0.5"));
            around(values, least, BigDecimal.ONE);
        }
        if (random.nextBoolean()) {
            schema.put(pick(List.of("maximum", "exclusiveMaximum")), most);
            around(values, most, new BigDecimal("0.5"));
            around(values, most, BigDecimal.ONE);
        }
    }

    private void multiple(List<String> values, BigDecimal of) {
        if (random.nextInt(4) == 0) {
            schema.put("multipleOf", of);
            for (int i = -3; i < 6; i++) {
                around(values, of.multiply(BigDecimal.valueOf(i)), of.divide(BigDecimal.valueOf(2)));
            }
        }
    }

    /** A number, its neighbours, and other ways to write it. */
    private void around(List<String> values, BigDecimal number, BigDecimal step) {
        for (BigDecimal each : List.of(number.subtract(step), number, number.add(step))) {
            values.add(each.toPlainString());
            values.add(quoted(each.toPlainString()));
            if (random.nextInt(4) == 0) {
                values.add(each.setScale(each.scale() + 2).toPlainString());
                values.add(each.unscaledValue() + "e" + -each.scale());
            }
        }
    }

    private void types(String... types) {
        if (types.length == 1) {
            schema.put("type", types[0]);
        } else {
            ArrayNode list = schema.putArray("type");
            List<String> shuffled = new ArrayList<>(List.of(types));
            Collections.shuffle(shuffled, random);
            shuffled.forEach(list::add);
        }
    }

    /** null may be allowed for a column of any type: it is as if the value were not there. */
    private void offerNull() {
        JsonNode types = schema.path("type");
        if (types.isMissingNode() || random.nextInt(4) > 0) {
            return;
        }
        List<String> with = new ArrayList<>();
        (types.isArray() ? types : List.of(types)).forEach(each -> with.add(each.asText()));
        with.add("null");
        types(with.toArray(String[]::new));
        JsonSchema other = FACTORY.getSchema(StoredByRule.forOthers(schema), InputFormat.JSON);
        sort("null", other);
    }

    private static void withoutNull(ObjectNode schema) {
        if (schema.path("type").isArray()) {
            ArrayNode types = (ArrayNode) schema.get("type");
            for (int i = types.size() - 1; i >= 0; i--) {
                if (types.get(i).asText().equals("null")) {
                    types.remove(i);
                }
            }
        }
    }

    private static List<String> quoted(List<String> texts) {
        return texts.stream().map(GeneratedLeaf::quoted).toList();
    }

    private static String quoted(String text) {
        return NODES.textNode(text).toString();
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
