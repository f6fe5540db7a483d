using System.Diagnostics;
using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>gRPC clients that are not ours submit requests and attach a small connector: python3-grpcio and @grpc/grpc-js.</summary>
[Collection(TownCollection.Name)]
public sealed class ForeignGrpcClientTests(Town town)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [FactIfPython]
    public Task Submit_FromPython_JourneyCompletes() => SubmitAsync(Python("submit.py"), "python", 401);

    [FactIfNode]
    public Task Submit_FromNode_JourneyCompletes() => SubmitAsync(Node("submit.mjs"), "node", 402);

    [FactIfPython]
    public Task Submit_InvalidFromPython_InvalidArgumentWithPointers() => SubmitInvalidAsync(Python("submit.py"), "python");

    [FactIfNode]
    public Task Submit_InvalidFromNode_InvalidArgument() => SubmitInvalidAsync(Node("submit.mjs"), "node");

    [FactIfPython]
    public Task Attach_ConnectorInPython_AnswersACommand() => AttachAsync(Python("connector.py"), "python", 403);

    [FactIfNode]
    public Task Attach_ConnectorInNode_AnswersACommand() => AttachAsync(Node("connector.mjs"), "node", 404);

    private async Task SubmitAsync(Client client, string name, int seed)
    {
        var body = await town.Client.ExampleAsync(seed);

        var first = await client.RunAsync([Address, HubProcess.AdministratorKey, HubClient.Canteen, "foreign-" + name], body);
        var again = await client.RunAsync([Address, HubProcess.AdministratorKey, HubClient.Canteen, "foreign-" + name], body);
        var other = await client.RunAsync([Address, HubProcess.AdministratorKey, HubClient.Canteen, "foreign-" + name], await town.Client.ExampleAsync(seed + 1000));

        Assert.Equal("OK", first.GetProperty("status").GetString());
        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal("ALREADY_EXISTS", other.GetProperty("status").GetString());
        var journey = await town.Client.UntilEndedAsync(first.GetProperty("journeyId").GetString()!);
        Assert.Equal("completed", journey.GetProperty("state").GetString());
    }

    private async Task SubmitInvalidAsync(Client client, string name)
    {
        var invalid = Samples.Read("annee-scolaire-inconnue").GetProperty("request").GetRawText();

        var refused = await client.RunAsync([Address, HubProcess.AdministratorKey, HubClient.Canteen, "foreign-invalid-" + name], invalid);
        var unknown = await client.RunAsync([Address, HubProcess.AdministratorKey, "inconnue", "foreign-unknown-" + name], "{}");
        var stranger = await client.RunAsync([Address, "not-a-key", HubClient.Canteen, "foreign-stranger-" + name], "{}");

        Assert.Equal("INVALID_ARGUMENT", refused.GetProperty("status").GetString());
        if (refused.TryGetProperty("pointers", out var pointers))
        {
            Assert.Contains("/schoolYear", pointers.EnumerateArray().Select(pointer => pointer.GetString()));
        }

        Assert.Equal("NOT_FOUND", unknown.GetProperty("status").GetString());
        Assert.Equal("UNAUTHENTICATED", stranger.GetProperty("status").GetString());
    }

    private async Task AttachAsync(Client client, string name, int seed)
    {
        var key = await town.EnrollAsync("echo");
        await using var connector = client.Start([Address, key, Path.Combine(Repository.Interop, "echo-connector.yaml")]);
        await connector.UntilOutputAsync("attached", Limit);

        var answer = await town.Client.PostAsync("/api/requests/essai-echo", await town.Client.ExampleAsync(seed), ("Idempotency-Key", "foreign-connector-" + name));
        Assert.True(answer.Status == 202, answer.Body);
        var journey = await town.Client.UntilEndedAsync(answer.Json.GetProperty("journeyId").GetString()!);

        Assert.Equal("completed", journey.GetProperty("state").GetString());
    }

    private string Address => town.Hub.Grpc.GetLeftPart(UriPartial.Authority)["http://".Length..];

    private static Client Python(string script) => new(FactIfPythonAttribute.Interpreter, Path.Combine(Repository.Interop, script), new Dictionary<string, string> { ["PYTHONPATH"] = FactIfPythonAttribute.GeneratedCode.Value });

    private static Client Node(string script) => new("node", Path.Combine(Repository.Interop, script), new Dictionary<string, string>());

    private sealed record Client(string Program, string Script, IReadOnlyDictionary<string, string> Environment)
    {
        public RunningProgram Start(IEnumerable<string> arguments) => RunningProgram.Start(Program, [Script, .. arguments], Environment);

        public async Task<JsonElement> RunAsync(IEnumerable<string> arguments, string input)
        {
            var start = new ProcessStartInfo(Program, [Script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var (name, value) in Environment)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!; // null only for shell verbs
            using var limit = new CancellationTokenSource(Limit);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            var text = await output;
            return text.Length > 0 ? JsonElement.Parse(text) : throw new InvalidOperationException($"{Script} answered nothing:\n{await errors}");
        }
    }
}
