package io.clickreel.infer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.clickreel.contract.json.IpText;
import io.clickreel.contract.json.IsoTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The texts that a sample had at one place. */
final class TextsSeen {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    /** With more different texts than these, they are no words of a list. */
    private static final int MOST_WORDS = 1_000;

    private static final int LONGEST_WORD = 64;
    private static final int MOST_EXAMPLES = 8;

    private final IsoTime reader = new IsoTime();
    private final Map<String, Integer> words = new HashMap<>();
    private boolean areWords = true;
    private int count;
    private int uuids;
    private int times;
    private int dates;
    private int addresses4;
    private int addresses6;
    private int wholes;
    private int empty;
    private int decimals;
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;

    void add(String text) {
        count++;
        empty += text.isEmpty() ? 1 : 0;
        uuids += UUID.matcher(text).matches() ? 1 : 0;
        wholes += WHOLE.matcher(text).matches() ? 1 : 0;
        addresses4 += IpText.v4(text) != null ? 1 : 0;
        addresses6 += text.indexOf(':') >= 0 && IpText.v6(text) != null ? 1 : 0;
        addTime(text);
        areWords &= text.length() <= LONGEST_WORD;
        if (areWords) {
            words.merge(text, 1, Integer::sum);
            areWords = words.size() <= MOST_WORDS;
        }
        if (!areWords) {
            words.clear();
        }
    }

    private void addTime(String text) {
        int length = text.length();
        if (length > IsoTime.MAX_LENGTH
                || length < IsoTime.DATE_LENGTH
                || !text.chars().allMatch(c -> c < 0x80)) {
            return;
        }
        byte[] bytes = java.util.Arrays.copyOf(text.getBytes(US_ASCII), IsoTime.MAX_LENGTH + Long.BYTES);
        int day = IsoTime.parseDate(bytes, 0, length);
        if (day != Integer.MIN_VALUE) {
            dates++;
            note(day * 86_400L);
        } else if (reader.parse(bytes, 0, length)) {
            times++;
            note(reader.second());
            int point = text.indexOf('.');
            for (int i = point + 1; point > 0 && i < length && Character.isDigit(text.charAt(i)); i++) {
                decimals = Math.max(decimals, i - point);
            }
        }
    }

    private void note(long second) {
        firstSecond = Math.min(firstSecond, second);
        lastSecond = Math.max(lastSecond, second);
    }

    int count() {
        return count;
    }

    boolean areUuids() {
        return count > 0 && uuids == count;
    }

    boolean areTimes() {
        return count > 0 && times == count;
    }

    boolean areDates() {
        return count > 0 && dates == count;
    }

    /** Whether some are times and some are dates. */
    boolean areTimesAndDates() {
        return times > 0 && dates > 0 && times + dates == count;
    }

    boolean areAddresses4() {
        return count > 0 && addresses4 == count;
    }

    boolean areAddresses6() {
        return count > 0 && addresses6 == count;
    }

    /** Whether all are whole numbers in quotes, written as JSON writes numbers. */
    boolean areWholes() {
        return count > 0 && wholes == count;
    }

    boolean hasEmpty() {
        return empty > 0;
    }

    /** Of times: the most decimals of a second. */
    int decimals() {
        return decimals;
    }

    long firstSecond() {
        return firstSecond;
    }

    long lastSecond() {
        return lastSecond;
    }

    /** How many different ones there are; {@link Integer#MAX_VALUE} if they are too many or too long for a list. */
    int different() {
        return areWords ? words.size() : Integer.MAX_VALUE;
    }

    /** The most frequent ones. */
    List<String> examples() {
        return words.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_EXAMPLES)
                .map(Map.Entry::getKey)
                .toList();
    }
}
