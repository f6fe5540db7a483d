using System.Diagnostics;
using System.Globalization;

namespace Hub.Server.Demo;

/// <summary>
/// <c>hub demo</c>: the main job on one machine. Starts the outside systems' stand-ins, the connectors and the hub as processes of
/// their own, sends the samples of the canteen procedure over HTTP like any client, and prints who received what, when.
/// </summary>
/// <remarks>Exit codes: 0 every sample ended as it expects (or the play was watched until Ctrl-C); 1 one did not; 2 the demo could not start.</remarks>
public static class DemoCommand
{
    private const string Procedure = "inscription-periscolaire";
    private const int MostStarts = 20;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await PlayAsync(options, Console.Out, cancellationToken);
        }
        catch (DemoException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return options.Once ? 1 : 0;
        }
    }

    private static async Task<int> PlayAsync(DemoOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        DemoSettings settings;
        Cast cast;
        using (var ports = new FreePorts())
        {
            settings = DemoSettings.Read(options, ports);
            cast = Cast.Compose(settings, ports);
        }

        // 1. Outside systems, connectors and hub, each its own process; none outlives this one.
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        await using var launcher = new ChildLauncher();
        await StartAsync(options, settings, cast, launcher, http, cancellationToken);
        output.WriteLine(options.StandInsOnly
            ? $"Systèmes extérieurs et connecteurs prêts en {clock.Elapsed.TotalSeconds:0.0} s ; ils appellent le hub sur {settings.Grpc}."
            : $"Hub, systèmes extérieurs et connecteurs prêts en {clock.Elapsed.TotalSeconds:0.0} s.");

        // 2. The samples, sent and followed over HTTP.
        var allAsExpected = options.StandInsOnly || await PlaySamplesAsync(options, settings, cast, http, output, cancellationToken);
        if (options.Once && !options.StandInsOnly)
        {
            return allAsExpected ? 0 : 1;
        }

        // 3. Somebody looks around.
        WriteAddresses(options, settings, cast, output);
        await ServeUntilCancelledAsync(options, settings, launcher, http, output, cancellationToken);
        return 0;
    }

    private static async Task StartAsync(DemoOptions options, DemoSettings settings, Cast cast, ChildLauncher launcher, HttpClient http, CancellationToken cancellationToken)
    {
        foreach (var standIn in cast.StandIns)
        {
            await launcher.StartAsync(standIn, settings.Logs);
        }

        // Keys first: the connectors present them, and a store that is being created has one writer.
        var keys = new ConnectorKeys(settings);
        var connectors = new List<ChildProgram>();
        foreach (var connector in cast.Connectors)
        {
            var environment = new Dictionary<string, string>(connector.Environment) { ["HUB_CONNECTOR_KEY"] = await keys.KeyOfAsync(connector.Name, cancellationToken) };
            connectors.Add(connector with { Environment = environment });
        }

        if (!options.StandInsOnly)
        {
            await launcher.StartAsync(new ChildProgram("hub", ConnectorKeys.Program, ["serve"], settings.HubEnvironment, settings.Http, "/health/ready"), settings.Logs);
        }

        foreach (var connector in connectors)
        {
            await launcher.StartAsync(connector, settings.Logs);
        }

        await Task.WhenAll(launcher.Children.Select(child => child.WaitUntilReadyAsync(http, StartTime, cancellationToken)));
    }

    private static async Task<bool> PlaySamplesAsync(DemoOptions options, DemoSettings settings, Cast cast, HttpClient http, TextWriter output, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Deadline);
        var ledgers = new Ledgers(settings.Ledgers);
        var run = ledgers.NextRun();
        var samples = SampleFolder.Read(Path.Combine(ProceduresFolder(settings), Procedure, "examples"), run);
        var runId = string.Create(CultureInfo.InvariantCulture, $"demo-{run + 1}");
        var player = new SamplePlayer(new HubClient(http, settings.Http, settings.Key), http, cast.StandInAddresses, ledgers, Procedure, runId);
        var timeline = new Timeline(output);
        output.WriteLine($"{samples.Count} demandes d'inscription à la cantine partent. L'heure est celle de chaque étape ; aucun nom n'est affiché.");
        try
        {
            var results = await player.PlayAsync(samples, timeline.Write, limit.Token);
            timeline.WriteSummary(results);
            return results.All(result => result.AsExpected);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DemoException(new(
                $"Des parcours ne sont pas finis après {options.Deadline.TotalSeconds:0} s. Journaux : {settings.Logs}",
                $"Some journeys have not ended after {options.Deadline.TotalSeconds:0} s. Logs: {settings.Logs}"));
        }
    }

    private static string ProceduresFolder(DemoSettings settings) =>
        Environment.GetEnvironmentVariable("HUB__PROCEDURES") is { Length: > 0 } folder ? folder
        : Path.Combine(settings.Repository, "designer", "procedures");

    private static void WriteAddresses(DemoOptions options, DemoSettings settings, Cast cast, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("À ouvrir :");
        if (!options.StandInsOnly)
        {
            output.WriteLine($"  console       {new Uri(settings.Http, "/console/")}");
            output.WriteLine($"  éditeur       {new Uri(settings.Http, "/designer/")}");
            output.WriteLine($"  connexion     {new Uri(settings.Http, "/sign-in?return=/console/")}   clé : {settings.Key}");
            output.WriteLine($"  OpenAPI       {new Uri(settings.Http, "/openapi/v1.json")}");
            output.WriteLine($"  mesures       {new Uri(settings.Management, "/metrics")}");
        }

        foreach (var (name, address) in cast.StandInAddresses)
        {
            output.WriteLine($"  bac à sable   {address}   ({name})");
        }

        output.WriteLine($"  registres     {settings.Ledgers}");
        output.WriteLine($"  journaux      {settings.Logs}");
        output.WriteLine("Ctrl-C arrête tout.");
    }

    private static async Task ServeUntilCancelledAsync(
        DemoOptions options, DemoSettings settings, ChildLauncher launcher, HttpClient http, TextWriter output, CancellationToken cancellationToken)
    {
        var told = new HashSet<ChildProcess>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var ended in launcher.Children.Where(child => child.HasExited && !told.Contains(child)).ToArray())
            {
                // Beside a hub that runs elsewhere somebody else is in charge: two of a kind on the same data would be worse than none.
                if (options.StandInsOnly || ended.Starts == MostStarts)
                {
                    told.Add(ended);
                    output.WriteLine($"{ended.Program.Name} s'est arrêté. Journal : {ended.LogFile}");
                }
                else
                {
                    await StartAgainAsync(settings, launcher, ended, http, output, cancellationToken);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whoever kills a program of the demo wants to see it come back: like a service, on the same data.
    private static async Task StartAgainAsync(DemoSettings settings, ChildLauncher launcher, ChildProcess ended, HttpClient http, TextWriter output, CancellationToken cancellationToken)
    {
        var name = ended.Program.Name;
        var clock = Stopwatch.StartNew();
        output.WriteLine($"{name} s'est arrêté ; il repart sur les mêmes données.");
        var again = await launcher.StartAgainAsync(ended, settings.Logs);
        try
        {
            await again.WaitUntilReadyAsync(http, StartTime, cancellationToken);
            output.WriteLine($"{name} est de nouveau prêt, après {clock.Elapsed.TotalSeconds:0.0} s.");
        }
        catch (DemoException notReady)
        {
            output.WriteLine(notReady.Message);
        }
    }
}
