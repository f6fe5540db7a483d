using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Expressions;

/// <summary>
/// Where JSON is written that soon becomes a value or bytes of its own. One is kept for each thread; whoever takes it has it alone until
/// it is disposed, and whoever writes within somebody else's writing gets another.
/// </summary>
public sealed class JsonSink : IDisposable
{
    /// <summary>Larger ones are left to the garbage collector.</summary>
    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 8192 };

    [ThreadStatic]
    private static JsonSink? spare;

    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    private JsonSink() => Writer = new Utf8JsonWriter(buffer, Options);

    /// <summary>Writes into the sink. It checks nothing, and escapes only what JSON itself demands.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written so far, in UTF-8. Valid until more is written or the sink is disposed.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return buffer.WrittenSpan;
        }
    }

    /// <summary>The thread's own sink, or a new one while that is taken; empty.</summary>
    public static JsonSink Take()
    {
        var taken = spare ?? new JsonSink();
        spare = null;
        return taken;
    }

    /// <summary>Forgets what was written and keeps the sink for the thread's next value. After an error the writer may be in the middle of something: it starts anew too.</summary>
    public void Dispose()
    {
        if (buffer.Capacity > LargestKept)
        {
            return;
        }

        // Cleared, not only rewound: nothing that one script wrote may ever lie in another's buffer.
        Writer.Reset();
        buffer.Clear();
        spare = this;
    }
}
