package io.clickreel.contract.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The {@code pattern} of a string: it has to be found in it, and {@code $} means its very end, as ECMA-262 says. */
public final class TextPattern {
    private static final int ASCII = 128;

    private final String written;
    private final Pattern compiled;
    private final int states;
    /** Null: it asks for more than which characters a text has. */
    private final @Nullable Pattern oneClass;
    /** Of 65,536 characters, those that are allowed; made when the first one beyond ASCII comes. */
    private volatile @Nullable BitSet beyondAscii;

    /** @throws IllegalArgumentException if it cannot be looked for; the message says why, and what to write instead */
    TextPattern(String written) {
        this.written = written;
        EcmaPattern pattern = new EcmaPattern(written);
        try {
            this.compiled = Pattern.compile(pattern.rewritten());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
        this.states = pattern.states();
        this.oneClass = pattern.oneClass().isEmpty() ? null : Pattern.compile(pattern.oneClass());
    }

    /** Whether the pattern is found. */
    public boolean isIn(CharSequence text) {
        return compiled.matcher(text).find();
    }

    /** The pattern as the contract has it. */
    @Override
    public String toString() {
        return written;
    }

    /** What the time that it takes grows with, beside the text. */
    int states() {
        return states;
    }

    /** Whether all it asks of a text is which characters it has, and perhaps that it is not empty. */
    public boolean isOneClass() {
        return oneClass != null;
    }

    /** Which ASCII characters a text may have; the pattern is {@link #isOneClass one class}. */
    public boolean[] allowedAscii() {
        boolean[] allowed = new boolean[ASCII];
        for (int c = 0; c < ASCII; c++) {
            allowed[c] = isInClass(c);
        }
        return allowed;
    }

    /** Whether a text may have a character beyond ASCII; the pattern is {@link #isOneClass one class}. */
    public boolean allows(int character) {
        if (character > Character.MAX_VALUE) {
            return isInClass(character);
        }
        BitSet allowed = beyondAscii;
        if (allowed == null) {
            allowed = new BitSet();
            for (int c = ASCII; c <= Character.MAX_VALUE; c++) {
                allowed.set(c, isInClass(c));
            }
            beyondAscii = allowed;
        }
        return allowed.get(character);
    }

    /** Whether the empty text has the pattern. */
    public boolean allowsEmpty() {
        return isIn("");
    }

    private boolean isInClass(int character) {
        if (oneClass == null) {
            throw new IllegalStateException(written + " is no single class of characters");
        }
        return oneClass.matches(Character.toString(character));
    }
}
