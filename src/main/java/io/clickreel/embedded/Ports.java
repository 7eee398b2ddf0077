package io.clickreel.embedded;

import io.clickreel.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether a port that a service is about to take is free. */
public final class Ports {
    private Ports() {}

    /**
     * @param setting the setting that names the port, for the sentence
     * @throws StartupException if something else listens there
     */
    public static void requireFree(String host, int port, String setting) {
        requireFree(host, port, setting, "");
    }

    /** @param remark what the user has to know beside the setting's name, with a comma before it */
    static void requireFree(String host, int port, String setting, String remark) {
        try (ServerSocket socket = new ServerSocket()) {
            // The servers do so themselves: a port in TIME_WAIT after a restart is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new StartupException("Port " + port + " on " + host + " (" + setting + remark + ") cannot be taken: "
                    + e.getMessage() + ". Stop what listens there, or choose another port with -D" + setting
                    + "=...");
        }
    }
}
