using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Where results are written. One is kept for each thread; whoever takes it has it alone until it is given back, empty.</summary>
internal sealed class JsonSink
{
    /// <summary>Larger ones are left to the garbage collector.</summary>
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static JsonSink? spare;

    private JsonSink()
    {
        Buffer = new ArrayBufferWriter<byte>(1024);
        Writer = new Utf8JsonWriter(Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 });
    }

    public ArrayBufferWriter<byte> Buffer { get; }

    public Utf8JsonWriter Writer { get; }

    public static JsonSink Take()
    {
        var taken = spare ?? new JsonSink();
        spare = null;
        return taken;
    }

    /// <summary>Forgets what was written and keeps the sink for the thread's next result. After an error the writer may be in the middle of something: it starts anew too.</summary>
    public void GiveBack()
    {
        if (Buffer.Capacity > LargestKept)
        {
            return;
        }

        // Cleared, not only rewound: nothing that one script wrote may ever lie in another's buffer.
        Writer.Reset();
        Buffer.Clear();
        spare = this;
    }
}
