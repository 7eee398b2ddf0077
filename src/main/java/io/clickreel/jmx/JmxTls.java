package io.clickreel.jmx;

import io.clickreel.RootCause;
import io.clickreel.Settings;
import io.clickreel.StartupException;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate by which JMX answers. */
final class JmxTls {
    private static final String KEY_STORE = "management.jmx.key-store";

    private JmxTls() {}

    /** @throws StartupException if it cannot be read */
    static SSLContext of(Settings settings) {
        String file = settings.text(KEY_STORE);
        char[] password = settings.text(KEY_STORE + "-password").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(new File(file), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new StartupException(
                    KEY_STORE + " is " + file + ", but it cannot be read (" + RootCause.of(e)
                            + "). It has to be a PKCS12 or JKS file with one key, whose password is in "
                            + Settings.environmentName(KEY_STORE + "-password") + ".",
                    e);
        }
    }
}
