using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Hub.Server.Security.Logging;

/// <summary>
/// One log entry, one line, one JSON object, whatever the entry's texts hold: line breaks, terminal escapes and Unicode's own line
/// separators are escaped. An exception is told by type and stack; its message only where it cannot quote somebody's payload.
/// </summary>
internal sealed class JsonLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "hub-json";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", clock.GetUtcNow().UtcDateTime);
            json.WriteString("level", LevelName(logEntry.LogLevel));
            json.WriteNumber("event", logEntry.EventId.Id);
            json.WriteString("source", logEntry.Category);
            json.WriteString("message", logEntry.Formatter(logEntry.State, null));
            if (Activity.Current is { } activity)
            {
                json.WriteString("traceId", activity.TraceId.ToHexString());
            }

            WriteFields(json, logEntry.State);
            if (logEntry.Exception is { } error)
            {
                WriteException(json, error);
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteFields<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> fields || fields.Count == 0)
        {
            return;
        }

        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            switch (value)
            {
                case var _ when name == "{OriginalFormat}":
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case long number:
                    json.WriteNumber(name, number);
                    break;
                case bool truth:
                    json.WriteBoolean(name, truth);
                    break;
                default:
                    json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteException(Utf8JsonWriter json, Exception error)
    {
        json.WriteStartObject("exception");
        json.WriteString("type", error.GetType().FullName);
        if (MessageIsOurs(error))
        {
            json.WriteString("message", error.Message);
        }

        json.WriteString("stack", error.StackTrace);
        if (error.InnerException is { } inner)
        {
            WriteException(json, inner);
        }

        json.WriteEndObject();
    }

    // A parser's message quotes what it could not parse; a disk's or a socket's names files and addresses.
    private static bool MessageIsOurs(Exception error) =>
        error is IOException or SocketException or DbException or TimeoutException or OperationCanceledException
        || error.GetType().Namespace?.StartsWith("Hub.", StringComparison.Ordinal) == true;

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
