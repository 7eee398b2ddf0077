package io.clickreel.generate.event;

import io.clickreel.generate.shared.RandomStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Makers of values that stand alone. */
final class Makers {
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;

    private Makers() {}

    /** @param upTo for each value, its weight and those of the values before */
    static Maker choice(String[] values, double[] upTo) {
        return draft -> {
            double draw = draft.random.nextDouble() * upTo[upTo.length - 1];
            int chosen = 0;
            while (chosen < values.length - 1 && draw >= upTo[chosen]) {
                chosen++;
            }
            draft.json.append(values[chosen]);
        };
    }

    /** Texts that end in a number of so many digits, which counts from {@code first} on. */
    static Maker counted(String quotedPrefix, long first, int digits, long count) {
        return draft -> {
            draft.json.append(quotedPrefix);
            String number = Long.toString(first + below(draft, count));
            for (int i = number.length(); i < digits; i++) {
                draft.json.append('0');
            }
            draft.json.append(number).append('"');
        };
    }

    /** One of so many values of another maker. */
    static Maker distinct(Maker maker, long count, long seed) {
        return draft -> {
            RandomStream own = draft.random;
            draft.random = new RandomStream(seed ^ RandomStream.mix(below(draft, count)));
            maker.make(draft);
            draft.random = own;
        };
    }

    /** The numbers first, first + step, and so on. */
    static Maker number(BigDecimal first, BigDecimal step, long count) {
        if (first.scale() <= 0 && step.scale() <= 0 && isSmall(first) && isSmall(step) && count < Integer.MAX_VALUE) {
            long begin = first.longValue();
            long apart = step.longValue();
            return draft -> draft.json.append(begin + apart * below(draft, count));
        }
        return draft -> draft.json.append(first.add(step.multiply(BigDecimal.valueOf(below(draft, count))))
                .toPlainString());
    }

    private static boolean isSmall(BigDecimal number) {
        return number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) < 0;
    }

    static Maker letters(int least, int most) {
        return draft -> {
            draft.json.append('"');
            for (int i = least + draft.random.below(most - least + 1); i > 0; i--) {
                draft.json.append((char) ('a' + draft.random.below(26)));
            }
            draft.json.append('"');
        };
    }

    static Maker uuid() {
        return draft -> draft.json
                .append('"')
                .append(new UUID(
                        draft.random.nextLong() & ~VERSION_BITS | 0x4000,
                        draft.random.nextLong() & ~VARIANT_BITS | Long.MIN_VALUE))
                .append('"');
    }

    static Maker ipv4() {
        return draft -> {
            draft.json.append("\"10");
            for (int i = 0; i < 3; i++) {
                draft.json.append('.').append(draft.random.below(256));
            }
            draft.json.append('"');
        };
    }

    static Maker ipv6() {
        return draft -> draft.json
                .append("\"2001:db8::")
                .append(Integer.toHexString(draft.random.below(0x10000)))
                .append('"');
    }

    /** @param spelling with the zone that it writes */
    static Maker timeText(DateTimeFormatter spelling, Duration oldest) {
        return draft -> {
            draft.json.append('"');
            spelling.formatTo(time(draft, oldest), draft.json);
            draft.json.append('"');
        };
    }

    /** @param decimals of a second that the number counts */
    static Maker timeNumber(int decimals, Duration oldest) {
        long perSecond = (long) Math.pow(10, decimals);
        return draft -> {
            Instant time = time(draft, oldest);
            draft.json.append(time.getEpochSecond() * perSecond + time.getNano() / (1_000_000_000L / perSecond));
        };
    }

    static Maker array(Maker items, int least, int most) {
        return draft -> {
            draft.json.append('[');
            int size = least + draft.random.below(most - least + 1);
            for (int i = 0; i < size; i++) {
                draft.json.append(i == 0 ? "" : ",");
                items.make(draft);
            }
            draft.json.append(']');
        };
    }

    static Maker quoted(Maker maker) {
        return draft -> {
            draft.json.append('"');
            maker.make(draft);
            draft.json.append('"');
        };
    }

    /** Pacing counts milliseconds; what is below them is drawn. */
    private static Instant time(Draft draft, Duration oldest) {
        double ago = draft.random.nextDouble();
        return draft.due.minusNanos(draft.random.below(1_000_000)).minusMillis((long) (ago * oldest.toMillis()));
    }

    private static long below(Draft draft, long bound) {
        return Math.floorMod(draft.random.nextLong(), bound);
    }
}
