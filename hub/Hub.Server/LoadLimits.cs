namespace Hub.Server;

/// <summary>
/// How much the hub takes on at once: every queue that grows with the load has its bound here. What is held in memory follows
/// from the memory and the processors that this process may use, so that a container of 256 MiB and a large server each get
/// limits that fit and nobody has to set them.
/// </summary>
public sealed record LoadLimits
{
    private const long Kibibyte = 1024;
    private const long Mebibyte = 1024 * Kibibyte;

    /// <summary>What handling one request takes in memory besides its body, in bytes: buffers, workflow state, its unit of work.</summary>
    public const long RequestCost = 256 * Kibibyte;

    /// <summary>A body is held as it came, as parsed JSON, in the workflow's state and in the unit of work.</summary>
    public const int BodyCopies = 4;

    /// <summary>What an outside call that waits for its turn takes in memory besides its request, in bytes, and much more.</summary>
    private const long EffectCost = 16 * Kibibyte;

    /// <summary>
    /// What a caller takes who only waits any more, besides his body, in bytes: his connection, and the workflow that is kept alive for him. What lives
    /// for long costs the collector: with 200 callers at once a journey of two calls took 227 µs of one processor, with 400 it took 330, with 1,000 it took 412.
    /// </summary>
    public const long WaitCost = 128 * Kibibyte;

    /// <summary>The bytes, by these estimates, of all the requests that are handled at the same time.</summary>
    public required long AdmissionBytes { get; init; }

    /// <summary>Open connections of one door; more are closed unanswered.</summary>
    public required int Connections { get; init; }

    /// <summary>Commands of one connector that are out at the same time, whatever credit it grants.</summary>
    public required int LaneWidth { get; init; }

    /// <summary>Callers of workflows' HTTP routes that wait for the workflow's own reply.</summary>
    public required int HttpWaits { get; init; }

    /// <summary>Outside calls of workflows that wait in memory for their turn, at most a quarter of them for one host; the rest wait in the store.</summary>
    public required int Effects { get; init; }

    /// <summary>What those calls' requests take in memory, in bytes.</summary>
    public required long EffectBytes { get; init; }

    /// <summary>Workflow instances that are kept in memory because they will soon go on; each has a state of at most 64 KiB.</summary>
    public required int LiveInstances { get; init; }

    /// <summary>Connections through which people look at instances while these run; a viewer of the designer opens three.</summary>
    public required int LiveConnections { get; init; }

    /// <summary>
    /// Units of work that may wait for the store before new requests are refused. The store itself takes four times as many, so
    /// that replies, timers and messages of running journeys still pass.
    /// </summary>
    public int CommitsWaiting { get; init; } = 2048;

    /// <summary>Attached processes of one connector.</summary>
    public int SessionsPerConnector { get; init; } = 64;

    /// <summary>Messages that wait to be written to one attached process that does not read them.</summary>
    public int MessagesPerSession { get; init; } = 1024;

    /// <summary>The share of the managed heap's limit past which only running journeys go on.</summary>
    public double HeapShare { get; init; } = 0.85;

    /// <summary>For this process: its memory limit (container, <c>DOTNET_GCHeapHardLimit</c>, or the machine's memory) and its processors.</summary>
    public static LoadLimits OfThisProcess() => For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount);

    /// <param name="memory">Bytes that the managed heap may use; at least 64 MiB are assumed.</param>
    public static LoadLimits For(long memory, int processors)
    {
        memory = Math.Max(memory, 64 * Mebibyte);

        // More requests at once than the processors can work on only wait for one another.
        var bytes = Math.Min(memory / 4, Math.Max(processors, 2) * 128 * Mebibyte);
        return new LoadLimits
        {
            AdmissionBytes = bytes,
            Connections = (int)Math.Clamp(memory / (128 * Kibibyte), 256, 20_000),
            LiveConnections = (int)Math.Clamp(memory / (512 * Kibibyte), 64, 4096),
            LaneWidth = (int)Math.Clamp(memory / 8 / RequestCost, 16, 256),
            HttpWaits = (int)Math.Clamp(bytes / WaitCost / 4, 64, 16_384),
            LiveInstances = (int)Math.Clamp(memory / 8 / RequestCost, 32, 2048),
            Effects = (int)Math.Clamp(memory / 16 / EffectCost, 256, 16_384),
            EffectBytes = Math.Clamp(memory / 16, 16 * Mebibyte, 256 * Mebibyte),
        };
    }
}
