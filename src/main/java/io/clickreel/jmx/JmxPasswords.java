package io.clickreel.jmx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;

/** Lets in who has a password. What each may do then, the JDK decides by the file of roles. */
final class JmxPasswords implements JMXAuthenticator {
    private final String operator;
    private final String reader;

    /** @param reader empty: nobody may only read */
    JmxPasswords(String operator, String reader) {
        this.operator = operator;
        this.reader = reader;
    }

    @Override
    public Subject authenticate(Object credentials) {
        if (credentials instanceof String[] given && given.length == 2 && given[0] != null && given[1] != null) {
            if (RemoteJmx.OPERATOR.equals(given[0]) && isSame(operator, given[1])) {
                return subject(RemoteJmx.OPERATOR);
            }
            if (RemoteJmx.READER.equals(given[0]) && !reader.isEmpty() && isSame(reader, given[1])) {
                return subject(RemoteJmx.READER);
            }
        }
        throw new SecurityException("The user (operator or reader) or the password is wrong.");
    }

    private static Subject subject(String role) {
        return new Subject(true, Set.of(new JMXPrincipal(role)), Set.of(), Set.of());
    }

    /** In a time that does not tell how much of it is right. */
    private static boolean isSame(String wanted, String given) {
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
