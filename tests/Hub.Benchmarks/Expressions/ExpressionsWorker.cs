using System.Globalization;
using System.Text.Json;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Validation;
using Hub.Expressions;
using Hub.Expressions.JavaScript;

namespace Hub.Benchmarks.Expressions;

/// <summary>Our side of <see cref="ExpressionsBenchmark"/>: each line says how many milliseconds to measure which expression.</summary>
internal static class ExpressionsWorker
{
    // The default budget but for the clock's time: a busy machine must not end an evaluation that is being measured.
    private static readonly ExpressionBudget Budget = ExpressionBudget.Default with { MaxTime = TimeSpan.FromMinutes(1) };

    public static Task<int> RunAsync(string textsFile, CancellationToken cancellationToken)
    {
        var root = JsonElement.Parse(File.ReadAllText(textsFile));
        var host = new Host(root.GetProperty("variables"));
        var measured = root.GetProperty("expressions").EnumerateArray().Select(expression => (
            Name: expression.GetProperty("name").GetString()!, // every row of the file has both
            Script: Script.Compile(expression.GetProperty("source").GetString()!),
            Work: new FixedWork())).ToArray();
        return WorkerProgram.ServeAsync(
            line =>
            {
                var words = line.Split(' ');
                var one = measured[int.Parse(words[1], CultureInfo.InvariantCulture)];
                var nanoseconds = one.Work.Measure(TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture)), 1, () => Evaluate(one.Script));
                const int Counted = 200;
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var number = 0; number < Counted; number++)
                {
                    Evaluate(one.Script);
                }

                var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Counted;
                var cost = new ExpressionCost(one.Name, Evaluate(one.Script).GetRawText(), nanoseconds / 1000, allocated);
                return Task.FromResult(JsonSerializer.Serialize(cost, JsonSerializerOptions.Web));
            },
            cancellationToken);

        JsonElement Evaluate(Script script) => script.Evaluate(host, Budget, TimeProvider.System, cancellationToken: cancellationToken);
    }

    private sealed class Host(JsonElement variables) : IScriptHost
    {
        private readonly HostMember member = HostMember.FromValue(variables);

        public bool TryResolve(string name, out HostMember found)
        {
            found = name == "variables" ? member : default;
            return name == "variables";
        }

        public bool TryAssign(string name, JsonElement value) => false;
    }
}
