package io.clickreel.contract;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which field the n-th name of the last record was: most producers always write the same order.
 *
 * <p>The parser hands out the same String for the same name again and again, so that one comparison of references
 * mostly does what would otherwise be a hash lookup and a comparison of characters.
 */
final class FieldNames {
    private static final int REMEMBERED = 16;

    private final @Nullable String[] names = new String[REMEMBERED];
    private final @Nullable ClickField[] fields = new ClickField[REMEMBERED];

    @SuppressWarnings("ReferenceEquality") // A different String of the same name only costs the slower way.
    @Nullable
    ClickField find(int nth, String name) {
        if (nth < REMEMBERED && names[nth] == name) {
            return fields[nth];
        }
        ClickField field = ClickField.named(name);
        if (nth < REMEMBERED) {
            names[nth] = name;
            fields[nth] = field;
        }
        return field;
    }
}
