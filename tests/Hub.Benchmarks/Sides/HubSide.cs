using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Sides;

/// <summary><c>hub serve</c> as it is shipped, durable, on a new data folder and free ports.</summary>
internal sealed class HubSide : IAsyncDisposable
{
    public const string AdministratorKey = "benchmark-administrator-key-0123456789-abcdefgh";

    private readonly IReadOnlyDictionary<string, string> environment;

    private HubSide(BenchmarkRun run, IReadOnlyDictionary<string, string> settings, string? data)
    {
        Data = data ?? run.NewFolder("hub");
        Http = new Uri(Machine.Text($"http://127.0.0.1:{SideProgram.FreePort()}"));
        Grpc = new Uri(Machine.Text($"http://127.0.0.1:{SideProgram.FreePort()}"));
        environment = new Dictionary<string, string>(settings)
        {
            ["HUB__DATA"] = Data,
            ["HUB__HTTP"] = Http.GetLeftPart(UriPartial.Authority),
            ["HUB__GRPC"] = Grpc.GetLeftPart(UriPartial.Authority),
            ["HUB__MANAGEMENT"] = Machine.Text($"http://127.0.0.1:{SideProgram.FreePort()}"),
            ["HUB__BOOTSTRAPKEY"] = AdministratorKey,
            ["HUB__PROCEDURES"] = settings.GetValueOrDefault("HUB__PROCEDURES", ""),
        };
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    /// <summary>Its data folder, with <c>hub.db</c>.</summary>
    public string Data { get; }

    public SideProgram Program { get; private set; } = null!; // set by StartAsync, the only way to get one

    /// <summary>From the start of the process to its first answer as ready.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <param name="settings">Further <c>HUB__…</c> variables; no procedures are imported unless they say so.</param>
    /// <param name="data">An existing data folder; null: a new one.</param>
    public static async Task<HubSide> StartAsync(
        BenchmarkRun run,
        Cores cores,
        IReadOnlyDictionary<string, string> settings,
        HttpClient http,
        CancellationToken cancellationToken,
        string? data = null)
    {
        var side = new HubSide(run, settings, data);
        side.Program = SideProgram.Start(Repository.Hub, ["serve"], side.environment, cores.Server, side.Data + ".log");
        side.StartTime = await side.Program.UntilAnswersAsync(http, () => new HttpRequestMessage(HttpMethod.Get, new Uri(side.Http, "/health/ready")), cancellationToken);
        return side;
    }

    /// <summary>Enrols a connector; the running hub knows the key within a second.</summary>
    public async Task<string> EnrollAsync(string connector, BenchmarkRun run, CancellationToken cancellationToken)
    {
        var output = await ShortProgram.RunAsync(Repository.Hub, ["connector", "enroll", connector, "--json"], environment, run.Folder, cancellationToken);
        return System.Text.Json.JsonElement.Parse(output).GetProperty("key").GetString()!; // the verb's documented output
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
