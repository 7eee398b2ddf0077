package io.clickreel.jmx;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.clickreel.RootCause;
import io.clickreel.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The beans of a Clickreel that runs as another process. It is reached as {@code jconsole} reaches it, by the JDK's attach
 * API: its user alone can do that, on the same machine, and no port is configured for it.
 */
public final class LocalJmx implements AutoCloseable {
    private static final long ANSWER_LIMIT_S = 20;
    /** A route that stops waits for what is under way, and one that starts for its service. */
    private static final long CHANGE_LIMIT_S = 90;

    private final Path folder;
    private final long process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private LocalJmx(Path folder, long process, JMXConnector connector) throws IOException {
        this.folder = folder;
        this.process = process;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    /** A question to another process, which may be frozen or gone. */
    private interface Question<T> {
        T ask() throws Exception;
    }

    /**
     * Connects to it.
     *
     * @param folder the data folder that the process holds
     * @throws StartupException if it cannot be reached
     */
    public static LocalJmx of(Path folder, long process) {
        return within(ANSWER_LIMIT_S, folder, process, () -> connect(folder, process));
    }

    @SuppressWarnings("BanJNDI") // The address is that of a process of the same user.
    private static LocalJmx connect(Path folder, long process) throws IOException {
        String address;
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                address = machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new StartupException(
                    "The process " + process + ", which holds " + folder + ", cannot be reached (" + RootCause.of(e)
                            + "). Ask on the same machine, in the same container, and as the user who runs it.",
                    e);
        } catch (LinkageError e) {
            throw new StartupException(
                    "This Java cannot reach another process, because it is no JDK (" + RootCause.of(e)
                            + "). Install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME.",
                    e);
        }
        return new LocalJmx(folder, process, JMXConnectorFactory.connect(new JMXServiceURL(address)));
    }

    /**
     * All that is known, as JSON.
     *
     * @throws StartupException if it does not answer, or is no Clickreel that is up
     */
    public String status() {
        return within(
                ANSWER_LIMIT_S,
                folder,
                process,
                () -> String.valueOf(beans.invoke(BeanNames.pipeline(), "status", new Object[0], new String[0])));
    }

    /**
     * Changes a route.
     *
     * @param operation start, stop, suspend or resume
     * @return Camel's word for the route's state after it
     * @throws StartupException if it cannot be done
     */
    public String change(String route, String operation) {
        return within(
                CHANGE_LIMIT_S,
                folder,
                process,
                () -> String.valueOf(
                        beans.invoke(BeanNames.pipeline(), operation + "Route", new Object[] {route}, new String[] {
                            String.class.getName()
                        })));
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The process has ended meanwhile.
        }
    }

    private static <T> T within(long seconds, Path folder, long process, Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread asking = new Thread(
                () -> {
                    try {
                        answer.complete(question.ask());
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                },
                "jmx");
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted before the process " + process + " has answered.", e);
        } catch (TimeoutException e) {
            throw new StartupException(
                    "The process " + process + ", which holds " + folder + ", does not answer within " + seconds
                            + " s. It may be frozen or overloaded; its log in " + folder.resolve("logs")
                            + " may say more.",
                    e);
        } catch (ExecutionException e) {
            throw failure(folder, process, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static StartupException failure(Path folder, long process, Throwable failure) {
        if (failure instanceof StartupException known) {
            return known;
        }
        if (failure instanceof InstanceNotFoundException) {
            return new StartupException(
                    "The process " + process + ", which holds " + folder + ", is no Clickreel that is up: it starts or"
                            + " stops, is another command, or has camel.main.jmx-enabled=false.",
                    failure);
        }
        if (failure instanceof IOException) {
            return new StartupException(
                    "The process " + process + ", which held " + folder + ", has ended, or does not answer any more ("
                            + RootCause.of(failure) + ").",
                    failure);
        }
        return new StartupException(
                failure instanceof JMException || failure instanceof RuntimeException
                        ? RootCause.of(failure) + "."
                        : String.valueOf(failure),
                failure);
    }
}
