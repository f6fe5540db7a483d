using System.Globalization;
using System.Text.Json;
using Hub.Benchmarks.Validation;
using Jint;
using Jint.Native;
using Jint.Native.Json;

// Jint's side of the expressions benchmark: each line says how many milliseconds to measure which expression.
// One engine for all, its data parsed once, each program parsed once: what favours it most.
var root = JsonElement.Parse(File.ReadAllText(args[0]));
var engine = new Engine(options => options.Strict());
engine.SetValue("variables", new JsonParser(engine).Parse(root.GetProperty("variables").GetRawText()));
var serializer = new JsonSerializerOptions(JsonSerializerDefaults.Web);
var measured = root.GetProperty("expressions").EnumerateArray().Select(expression => (
    Name: expression.GetProperty("name").GetString(),
    Program: new Jint.Parser.JavaScriptParser().Parse($"(function () {{ {expression.GetProperty("es5").GetString()} }})()"),
    Work: new FixedWork())).ToArray();
await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    var words = line.Split(' ');
    var one = measured[int.Parse(words[1], CultureInfo.InvariantCulture)];
    var nanoseconds = one.Work.Measure(TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture)), 1, () => Evaluate(one.Program));
    const int Counted = 200;
    var before = GC.GetAllocatedBytesForCurrentThread();
    for (var number = 0; number < Counted; number++)
    {
        Evaluate(one.Program);
    }

    var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Counted;
    var cost = new { one.Name, Result = Evaluate(one.Program), CpuMicroseconds = nanoseconds / 1000, AllocatedBytes = allocated };
    await Console.Out.WriteLineAsync(System.Text.Json.JsonSerializer.Serialize(cost, serializer));
}

string Evaluate(Jint.Parser.Ast.Program program) => new Jint.Native.Json.JsonSerializer(engine).Serialize(engine.Execute(program).GetCompletionValue(), JsValue.Undefined, JsValue.Undefined).AsString();
