using System.Net.Sockets;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary><c>hub serve</c> on a data folder and ports of its own; can be killed and started again on the same ones.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    public const string AdministratorKey = "end-to-end-administrator-key-0123456789-abcdef";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(180); // machines that test are busy
    private readonly HttpClient http;
    private readonly List<string> earlierOutputs = [];
    private readonly IReadOnlyList<string> under;
    private RunningProgram? program;

    /// <param name="settings">Further variables, <c>HUB__…</c> and others.</param>
    /// <param name="under">A program with its arguments that starts the hub as its child, such as a tracer.</param>
    public HubProcess(string data, HttpClient http, IReadOnlyDictionary<string, string>? settings = null, IReadOnlyList<string>? under = null)
    {
        this.under = under ?? [];
        this.http = http;
        var ports = Repository.FreePorts(3);
        Http = new Uri($"http://127.0.0.1:{ports[0]}");
        Grpc = new Uri($"http://127.0.0.1:{ports[1]}");
        Management = new Uri($"http://127.0.0.1:{ports[2]}");
        Environment = new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
        {
            ["HUB__DATA"] = data,
            ["HUB__LEDGERS"] = Path.Combine(data, "ledgers"),
            ["HUB__HTTP"] = Http.GetLeftPart(UriPartial.Authority),
            ["HUB__GRPC"] = Grpc.GetLeftPart(UriPartial.Authority),
            ["HUB__MANAGEMENT"] = Management.GetLeftPart(UriPartial.Authority),
            ["HUB__BOOTSTRAPKEY"] = AdministratorKey,
        };
    }

    public Uri Http { get; }

    public Uri Grpc { get; }

    public Uri Management { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Everything that it wrote, through every start.</summary>
    public string Output => string.Concat(earlierOutputs) + program?.Output;

    public async Task StartAsync()
    {
        Launch();
        await UntilReadyAsync();
    }

    /// <summary>Starts it and does not wait.</summary>
    /// <param name="failPoints">Where it is to die, fail or wait, as <c>HUB_FAILPOINTS</c> has it; null for a hub as citizens know it.</param>
    public void Launch(string? failPoints = null)
    {
        string[] command = [.. under, Repository.Served, "serve", .. failPoints is null ? Array.Empty<string>() : ["--unsafe-testing"]];
        var environment = failPoints is null ? Environment : new Dictionary<string, string>(Environment) { ["HUB_FAILPOINTS"] = failPoints };
        program = RunningProgram.Start(command[0], command[1..], environment);
    }

    public async Task UntilReadyAsync()
    {
        try
        {
            await Deadline.UntilAsync(IsReadyAsync, StartTime, $"the hub ready on {Http}");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}; it wrote:\n{program?.Output}", late);
        }
    }

    /// <summary>False when it ended before it was ready.</summary>
    public async Task<bool> IsReadyBeforeItDiesAsync()
    {
        // Held here: whoever waits for its death forgets it meanwhile.
        var launched = Running;
        try
        {
            await Deadline.UntilAsync(() => launched.HasExited ? throw new InvalidOperationException("It is dead.") : AnswersReadyAsync(), StartTime, $"the hub ready on {Http}, or dead");
            return true;
        }
        catch (InvalidOperationException)
        {
            // Dead, or dead and disposed of.
            return false;
        }
    }

    /// <summary>True when it ended by itself within the time; it is then gone.</summary>
    public async Task<bool> HasDiedWithinAsync(TimeSpan limit)
    {
        try
        {
            await program!.ExitAsync(limit); // launched before
        }
        catch (TimeoutException)
        {
            return false;
        }

        await KillAsync();
        return true;
    }

    public async Task KillAsync()
    {
        if (program is { } running)
        {
            await (under.Count > 0 ? running.KillChildAsync() : running.KillAsync());
            await ForgetAsync(running);
        }
    }

    /// <summary>Asks the hub to end, and does not wait for it.</summary>
    public void Signal() => Running.Terminate();

    /// <summary>Asks the hub to end in order and waits until it has; gives its exit code.</summary>
    public Task<int> TerminateAsync(TimeSpan limit)
    {
        Signal();
        return ExitAsync(limit);
    }

    public async Task<int> ExitAsync(TimeSpan limit)
    {
        var running = Running;
        var exitCode = await running.ExitAsync(limit);
        earlierOutputs.Add(running.Output);
        await running.DisposeAsync();
        program = null;
        return exitCode;
    }

    public Task UntilOutputAsync(string text, TimeSpan limit) => Running.UntilOutputAsync(text, limit);

    public IReadOnlyList<(string Name, int Policy)> Threads => Running.Threads;

    /// <summary>The most memory that the hub had resident so far, in bytes.</summary>
    public long PeakMemory => Running.PeakMemory;

    private RunningProgram Running => program ?? throw new InvalidOperationException("The hub is not running.");

    /// <summary>Asks it to stop in order, and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (program is { } running)
        {
            await running.TerminateAsync(isChild: under.Count > 0, StartTime);
            await ForgetAsync(running);
        }
    }

    public bool HasExited => program is null or { HasExited: true };

    /// <summary>Runs another verb of the binary on the same data.</summary>
    public Task<(int ExitCode, string Output)> RunVerbAsync(params string[] arguments) =>
        RunningProgram.RunAsync(Repository.Served, arguments, TimeSpan.FromSeconds(120), Environment);

    public async ValueTask DisposeAsync()
    {
        if (program is not null)
        {
            await program.DisposeAsync();
        }
    }

    private async Task ForgetAsync(RunningProgram ended)
    {
        earlierOutputs.Add(ended.Output);
        await ended.DisposeAsync();
        program = null;
    }

    private async Task<object?> IsReadyAsync()
    {
        if (program is { HasExited: true })
        {
            throw new InvalidOperationException($"The hub stopped at start:\n{program.Output}");
        }

        return await AnswersReadyAsync();
    }

    private async Task<object?> AnswersReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Http, "/health/ready"));
            return answer.IsSuccessStatusCode ? answer : null;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException or SocketException)
        {
            // Nobody there, or so busy that no answer came in the client's time.
            return null;
        }
    }
}
