package io.clickreel.infer;

import io.clickreel.contract.column.ColumnType;
import io.clickreel.contract.column.ColumnType.Kind;
import io.clickreel.contract.schema.Schema.TimeUnit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Chooses the column and the schema of a value by what was seen of it: what was seen fits, with room for more. */
final class Choices {
    /** Fewer values say little of which words there are, and whether they change. */
    private static final int ENOUGH = 20;

    private static final List<Kind> UNSIGNED = List.of(Kind.UINT8, Kind.UINT16, Kind.UINT32, Kind.UINT64);
    private static final List<Kind> SIGNED = List.of(Kind.INT8, Kind.INT16, Kind.INT32, Kind.INT64);

    private Choices() {}

    /** @param seen has a value that is not null, and is no object that is stored by its parts */
    static Choice of(Observed seen, String name) {
        Choice choice = seen.arrays() + seen.objects() == 0 ? scalar(seen, name, true) : container(seen, name);
        return seen.nulls() > 0 ? choice.orNull() : choice;
    }

    private static Choice container(Observed seen, String name) {
        Observed inside = seen.elements();
        if (seen.scalars() > 0 || seen.arrays() > 0 && seen.objects() > 0) {
            return whole(seen).doubting("has values of several types; it is kept as JSON text");
        }
        if (inside == null || inside.there() == 0 && !inside.holdsContainers()) {
            return whole(seen).doubting("was always empty, so nobody knows what is in it; it is kept as JSON text");
        }
        if (inside.holdsContainers() || seen.objects() > 0 && inside.arrays() > 0) {
            return whole(seen);
        }
        Choice element = inside.arrays() > 0 ? of(inside, name) : scalar(inside, name, false);
        if (inside.nulls() > 0) {
            element = (inside.arrays() > 0 ? element : element.orNull()).nullable();
        }
        // ClickHouse has no NULL in the place of an array.
        if (inside.nulls() > 0 && inside.arrays() > 0) {
            return whole(seen);
        }
        boolean isArray = seen.arrays() > 0;
        Choice choice = Choice.of(
                isArray ? "Array(" + element.type() + ")" : "Map(String, " + element.type() + ")",
                isArray ? "array" : "object");
        choice.schema().set(isArray ? "items" : "additionalProperties", element.schema());
        return choice.doubting(element.doubt());
    }

    /** A value that is kept as JSON text. */
    private static Choice whole(Observed seen) {
        return Choice.of("String", types(seen));
    }

    private static String[] types(Observed seen) {
        List<String> types = new ArrayList<>();
        if (seen.booleans() > 0) {
            types.add("boolean");
        }
        if (seen.numbers().count() > 0) {
            types.add(seen.numbers().areWhole() ? "integer" : "number");
        }
        if (seen.texts().count() > 0) {
            types.add("string");
        }
        if (seen.arrays() > 0) {
            types.add("array");
        }
        if (seen.objects() > 0) {
            types.add("object");
        }
        return types.toArray(String[]::new);
    }

    /** @param alone whether it has a column of its own, and is no element of an array or a map */
    private static Choice scalar(Observed seen, String name, boolean alone) {
        NumbersSeen numbers = seen.numbers();
        TextsSeen texts = seen.texts();
        if (seen.booleans() == seen.there()) {
            return Choice.of("Bool", "boolean");
        }
        if (numbers.count() == seen.there()) {
            return number(numbers, name);
        }
        if (texts.count() == seen.there()) {
            return text(texts, name, alone);
        }
        if (seen.booleans() == 0 && numbers.areWhole() && texts.areWholes()) {
            Choice column = number(numbers, "");
            // The quoted ones may be larger.
            return Choice.of(column.type().startsWith("U") ? "UInt64" : "Int64", "integer", "string")
                    .doubting("has whole numbers with and without quotes; both are taken");
        }
        return Choice.of("String", types(seen)).doubting("has values of several types; all are stored as text");
    }

    private static Choice number(NumbersSeen numbers, String name) {
        if (numbers.areBeyondAll()) {
            return Choice.of("String", "number")
                    .doubting("has numbers with more digits than any column of numbers keeps");
        }
        String type = numbers.areWhole() ? "integer" : "number";
        TimeUnit unit = numbers.unit();
        if (unit != null && unit.decimals() + numbers.decimals() <= 9) {
            String word = "epoch-" + unit.name().toLowerCase(Locale.ROOT);
            if (NameHints.isTime(name)) {
                Choice time = Choice.of(moment(unit.decimals() + numbers.decimals()), type)
                        .asTime();
                time.schema().put("x-time", word);
                return time;
            }
            return plainNumber(numbers, name, type)
                    .doubting("has numbers (" + numbers.range() + ") that could be times (" + word
                            + "), but its name does not say so; it is stored as a number");
        }
        Choice plain = plainNumber(numbers, name, type);
        return NameHints.isTime(name) && numbers.areWhole() && numbers.digits() >= 9
                ? plain.doubting("may be a time of a unit that its numbers (" + numbers.range() + ") do not tell")
                : plain;
    }

    private static Choice plainNumber(NumbersSeen numbers, String name, String type) {
        if (numbers.areWhole()) {
            return Choice.of(wholeType(numbers), type);
        }
        if (numbers.areFloats() && !numbers.haveFixedDecimals()) {
            Choice floats = Choice.of("Float64", type);
            return NameHints.isMoney(name) && numbers.decimals() <= 4
                    ? floats.doubting(
                            "looks like money; Decimal(18, 4) would keep sums exact, and refuse more decimals")
                    : floats;
        }
        int scale = numbers.decimals() + 2;
        int digits = numbers.digits() + 2;
        for (int size : List.of(18, 38, 76)) {
            if (digits + scale <= size) {
                return Choice.of("Decimal(" + size + ", " + scale + ")", type);
            }
        }
        return Choice.of("String", type).doubting("has numbers with more digits than any column of numbers keeps");
    }

    /** A type that is one size larger than what was seen needs. */
    private static String wholeType(NumbersSeen numbers) {
        BigInteger least = numbers.least();
        BigInteger most = numbers.most();
        List<Kind> kinds = least.signum() < 0 ? SIGNED : UNSIGNED;
        for (int i = 0; i < kinds.size(); i++) {
            ColumnType type = Objects.requireNonNull(ColumnType.parse(name(kinds.get(i))));
            if (least.compareTo(type.smallest()) >= 0 && most.compareTo(type.largest()) <= 0) {
                return name(kinds.get(Math.min(i + 1, kinds.size() - 1)));
            }
        }
        int digits = numbers.digits() + 1;
        return digits <= 38 ? "Decimal(38, 0)" : digits <= 76 ? "Decimal(76, 0)" : "String";
    }

    private static String name(Kind kind) {
        return kind.name().replace("UINT", "UInt").replace("INT", "Int");
    }

    private static Choice text(TextsSeen texts, String name, boolean alone) {
        if (texts.areUuids()) {
            return Choice.of("UUID", "string").format("uuid");
        }
        if (texts.areTimes() || texts.areDates()) {
            Choice time = texts.areDates()
                    ? Choice.of("Date32", "string").format("date")
                    : Choice.of(moment(texts.decimals()), "string")
                            .format("date-time")
                            .asTime();
            ColumnType column = Objects.requireNonNull(ColumnType.parse(time.type()));
            return texts.firstSecond() >= column.firstSecond() && texts.lastSecond() <= column.lastSecond()
                    ? time
                    : Choice.of("String", "string")
                            .doubting("has times that " + time.type() + " does not hold; it is stored as text");
        }
        if (texts.areAddresses4()) {
            return Choice.of("IPv4", "string").format("ipv4");
        }
        if (texts.areAddresses6()) {
            return Choice.of("IPv6", "string").format("ipv6");
        }
        Choice plain = Choice.of("String", "string");
        if (texts.areTimesAndDates()) {
            return plain.doubting("has times and dates; it is stored as text");
        }
        if (texts.areWholes()) {
            plain = plain.doubting("has numbers in quotes; they are stored as text");
        }
        boolean few = texts.count() >= ENOUGH && (long) texts.different() * 5 <= texts.count();
        if (!alone || !few) {
            return plain;
        }
        if (texts.different() == 1) {
            plain = plain.doubting("was always the same");
        } else if (NameHints.isId(name)) {
            return plain.doubting("has few different values, but may be an id; it is stored as String, and not as"
                    + " LowCardinality(String)");
        }
        return new Choice(plain.schema(), "LowCardinality(String)", false, plain.doubt()).examples(texts.examples());
    }

    private static String moment(int decimals) {
        return "DateTime64(" + (decimals <= 3 ? 3 : decimals <= 6 ? 6 : 9) + ", 'UTC')";
    }
}
