package io.clickreel.embedded.clickhouse.http.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types of ClickHouse's, each with an expression over {@code number} for its values. */
final class NativeTypes {
    /** Those with the same form in each revision. */
    static final Map<String, String> ALIKE = new LinkedHashMap<>();

    static {
        for (String number : List.of("Int8", "Int16", "Int32", "Int64", "Int128", "Int256")) {
            ALIKE.put(number, "number - 7");
            ALIKE.put("U" + number, "number");
        }
        for (String number : List.of("Float32", "Float64", "BFloat16")) {
            ALIKE.put(number, "number / 3");
        }
        ALIKE.put("Bool", "number % 2");
        ALIKE.put("Date", "number");
        ALIKE.put("Date32", "toDate32('1930-01-01') + number");
        ALIKE.put("DateTime", "number");
        ALIKE.put("DateTime('Europe/Berlin')", "number");
        ALIKE.put("DateTime64(3, 'UTC')", "number");
        ALIKE.put("Time", "number");
        ALIKE.put("Time64(6)", "number");
        ALIKE.put("Decimal(9, 2)", "number / 4");
        ALIKE.put("Decimal(18, 2)", "number / 4");
        ALIKE.put("Decimal(38, 2)", "number / 4");
        ALIKE.put("Decimal(76, 2)", "number / 4");
        ALIKE.put("UUID", "reinterpretAsUUID(number)");
        ALIKE.put("IPv4", "number::UInt32");
        ALIKE.put("IPv6", "toIPv6('2001:db8::1')");
        ALIKE.put("Enum8('a' = 0, 'b, (c\\'' = 1)", "number % 2");
        ALIKE.put("Enum16('ü)' = 0, 'x' = 1000)", "number % 2 * 1000");
        ALIKE.put("FixedString(7)", "toString(number)");
        ALIKE.put("String", "repeat('ü', number % 200)");
        ALIKE.put("IntervalHour", "toIntervalHour(number)");
        ALIKE.put("Nullable(String)", "if(number % 3 = 0, NULL, toString(number))");
        ALIKE.put("Array(UInt16)", "range(number % 5)");
        ALIKE.put("Array(Array(Nullable(String)))", "[[toString(number), NULL], []]");
        ALIKE.put("Tuple(UInt8, String)", "(number, toString(number))");
        ALIKE.put("Tuple(`a b` UInt8, `c``(d` Array(String), `e` Tuple(f UInt8))", "(number, ['x'], tuple(1))");
        ALIKE.put("Tuple()", "tuple()");
        ALIKE.put("Nullable(Tuple(UInt8, String))", "if(number % 3 = 0, NULL, (number, 'x'))");
        ALIKE.put("Map(String, UInt64)", "map('a', number, 'b', 1)");
        ALIKE.put("Map(LowCardinality(String), Array(Nullable(UInt8)))", "map('a', [number, NULL])");
        ALIKE.put("Nested(a UInt8, b LowCardinality(String))", "[(number, 'x'), (1, 'y')]");
        ALIKE.put("LowCardinality(String)", "toString(number % 300)");
        ALIKE.put("LowCardinality(Nullable(String))", "if(number % 3 = 0, NULL, toString(number % 5))");
        ALIKE.put("LowCardinality(FixedString(3))", "toString(number % 5)");
        ALIKE.put("LowCardinality(UInt64)", "number");
        ALIKE.put("Array(LowCardinality(String))", "if(number % 2 = 0, [], ['x', toString(number % 9)])");
        ALIKE.put("Array(LowCardinality(Nullable(String)))", "[]");
        ALIKE.put("Tuple(LowCardinality(String), LowCardinality(String))", "('x', toString(number % 3))");
        ALIKE.put("SimpleAggregateFunction(sum, UInt64)", "number");
        ALIKE.put("SimpleAggregateFunction(groupArrayArray(3), Array(String))", "['x']");
        ALIKE.put("Point", "(number, 2.)::Point");
        ALIKE.put("Ring", "[(number, 2.)]::Ring");
        ALIKE.put("LineString", "[(number, 2.)]::LineString");
        ALIKE.put("MultiLineString", "[[(number, 2.)]]::MultiLineString");
        ALIKE.put("Polygon", "[[(number, 2.)]]::Polygon");
        ALIKE.put("MultiPolygon", "[[[(number, 2.)]]]::MultiPolygon");
        ALIKE.put("Geometry", "if(number % 2 = 0, (number, 2.)::Point::Geometry, [(1., 2.)]::Ring::Geometry)");
        String variant = "Variant(UInt64, String, Array(LowCardinality(String)))";
        ALIKE.put(
                variant,
                "multiIf(number % 4 = 0, number::VARIANT, number % 4 = 1, 'x'::VARIANT, number % 4 = 2, ['y']::VARIANT, NULL)"
                        .replace("VARIANT", variant));
        ALIKE.put("QBit(BFloat16, 10)", "[1, 2, 3, 4, 5, 6, 7, 8, 9, number]");
    }

    /** Types with another form from revision 54473 on. */
    static final Map<String, String> LATER_OTHERWISE = new LinkedHashMap<>();

    static {
        LATER_OTHERWISE.put(
                "Dynamic", "multiIf(number % 3 = 0, number::Dynamic, number % 3 = 1, 'x'::Dynamic, NULL::Dynamic)");
        LATER_OTHERWISE.put("Dynamic(max_types=1)", "if(number % 2 = 0, number::Dynamic, ['x']::Dynamic)");
        LATER_OTHERWISE.put("Array(Dynamic)", "[number::Dynamic, 'x'::Dynamic]");
        LATER_OTHERWISE.put("JSON", "concat('{\"a\":', toString(number), ',\"b\":{\"c\":[\"x\",{\"d\":1}]}}')");
        LATER_OTHERWISE.put(
                "JSON(max_dynamic_paths=1, z LowCardinality(String), `a b.c` UInt8, SKIP k, SKIP REGEXP 'l,[(]')",
                "concat('{\"m\":1,\"n\":\"x\",\"z\":\"', toString(number % 3), '\",\"k\":2}')");
    }

    private NativeTypes() {}
}
