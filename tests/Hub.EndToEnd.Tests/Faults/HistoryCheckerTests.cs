using Xunit.Abstractions;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// The checker notices what it is there for. With <c>HUB_HISTORY</c> naming a folder it judges the histories in it again:
/// <c>HUB_HISTORY=folder dotnet test tests/Hub.EndToEnd.Tests -c Release --filter FullyQualifiedName~HistoryChecker</c>.
/// </summary>
public sealed class HistoryCheckerTests(ITestOutputHelper output) : IDisposable
{
    private const string Good = """
        {"process":"client-1","type":"ok","f":"submit","value":{"key":"k1","procedure":"inscription-periscolaire","journey":"J1"},"time":1}
        {"process":"auditor","type":"ok","f":"read-journey","value":{"id":"J1","state":"completed","lastEvent":"journey.completed","references":["R1","R2"]},"time":2}
        {"process":"auditor","type":"ok","f":"read-ledger","value":{"system":"citizen-relations","lines":[{"kind":"case.opened","reference":"GRC-1","externalReference":"J1","status":"received","number":1},{"kind":"case.updated","reference":"GRC-1","externalReference":"J1","status":"accepted","number":2}]},"time":3}
        {"process":"auditor","type":"ok","f":"read-ledger","value":{"system":"payfip","lines":[{"kind":"payment.debited","reference":"R1"}]},"time":4}
        {"process":"auditor","type":"ok","f":"audit-verify","value":{"exitCode":0,"output":""},"time":5}
        """;

    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Check_EverythingOnce_FindsNothing() => Assert.Empty(Check(Good).Violations);

    [Theory]
    [InlineData("\"state\":\"completed\"", "\"state\":\"waiting\"", "stuck")]
    [InlineData("\"id\":\"J1\"", "\"id\":\"J2\"", "does not exist")]
    [InlineData("\"externalReference\":\"J1\",\"status\":\"received\"", "\"externalReference\":\"J2\",\"status\":\"received\"", "nobody asked for")]
    [InlineData("{\"kind\":\"payment.debited\",\"reference\":\"R1\"}", "", "0 debits")]
    [InlineData("{\"kind\":\"payment.debited\",\"reference\":\"R1\"}", "{\"kind\":\"payment.debited\",\"reference\":\"R1\"},{\"kind\":\"payment.debited\",\"reference\":\"R2\"}", "2 debits")]
    [InlineData("{\"kind\":\"payment.debited\",\"reference\":\"R1\"}", "{\"kind\":\"payment.debited\",\"reference\":\"R1\"},{\"kind\":\"payment.debited\",\"reference\":\"R1\"}", "debited 2 times")]
    [InlineData("\"status\":\"accepted\",\"number\":2}", "\"status\":\"accepted\",\"number\":2},{\"kind\":\"case.opened\",\"reference\":\"GRC-2\",\"externalReference\":\"J1\",\"status\":\"received\",\"number\":3}", "2 cases")]
    [InlineData("\"status\":\"accepted\"", "\"status\":\"received\"", "received → received")]
    [InlineData("{\"kind\":\"payment.debited\",\"reference\":\"R1\"}", "{\"kind\":\"payment.debited\",\"reference\":\"R1\"},{\"kind\":\"payment.debited\",\"reference\":\"R9\"}", "no journey")]
    [InlineData("\"exitCode\":0", "\"exitCode\":1", "audit chain")]
    public void Check_OnePromiseBroken_NamesIt(string right, string wrong, string expected)
    {
        var history = Good.Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEqual(Good, history);
        Assert.Contains(Check(history).Violations, violation => violation.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_HistoriesOfTheFolderGiven_FindsNothing()
    {
        var folder = Environment.GetEnvironmentVariable("HUB_HISTORY");
        foreach (var history in string.IsNullOrEmpty(folder) ? [] : Directory.GetFiles(folder, "*.jsonl"))
        {
            var checker = HistoryChecker.Check(history);
            output.WriteLine($"{history}: {checker.Summary}");
            Assert.Empty(checker.Violations);
        }
    }

    public void Dispose() => File.Delete(file);

    private HistoryChecker Check(string history)
    {
        File.WriteAllText(file, history);
        return HistoryChecker.Check(file);
    }
}
