package io.clickreel.contract.json;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses as texts, read without ever asking a name server. */
public final class IpText {
    private static final Pattern V4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    /** Only these letters: no name of a host has a colon, and no zone may follow. */
    private static final Pattern V6_LETTERS = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private IpText() {}

    /** Four bytes, or null. */
    public static byte @Nullable [] v4(String text) {
        return V4.matcher(text).matches() ? address(text) : null;
    }

    /** Sixteen bytes, or null. */
    public static byte @Nullable [] v6(String text) {
        // Java takes an IPv4 address at the end also with zeros in front of a number, which others read as octal.
        boolean hasGoodEnd = text.indexOf('.') < 0
                || V4.matcher(text.substring(text.lastIndexOf(':') + 1)).matches();
        byte[] address = hasGoodEnd && V6_LETTERS.matcher(text).matches() ? address(text) : null;
        if (address == null || address.length == 16) {
            return address;
        }
        // Java makes four bytes of ::ffff:192.0.2.1.
        byte[] whole = java.util.Arrays.copyOf(MAPPED, 16);
        System.arraycopy(address, 0, whole, 12, 4);
        return whole;
    }

    private static byte @Nullable [] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
