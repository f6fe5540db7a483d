using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Workflows.Checks;
using Hub.Server.Workflows.Authoring;
using static Hub.Server.Tests.Workflows.Checks.CheckBench;

namespace Hub.Server.Tests.Workflows.Authoring;

public sealed class ScriptDeclarationsTests(CheckBench bench) : IClassFixture<CheckBench>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string Shipped = File.ReadAllText(Path.Combine(Repository.Root, "designer", "procedures", "inscription-periscolaire", "workflow.json"));

    [Fact]
    public void Declarations_OfAProcedure_HaveTheMembersOfItsSchema()
    {
        var text = Declare(Shipped, isFrench: true);

        Assert.All(
            new[]
            {
                "interface SchoolCanteenRegistration {", "  request: SchoolCanteenRegistration;", "  guardian: SchoolCanteenRegistrationGuardian;", "  email: string;", "  children: Array<SchoolCanteenRegistrationChildrenItem>;",
                "declare function getRequest(): SchoolCanteenRegistration;", "schoolYear: \"2025-2026\" | ", "/** Responsable légal — ", "declare function getOpenedFromOpenCase(): CitizenRelationsOpenCaseOutput;",
                "isNir(",
            },
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Legal guardian", text, StringComparison.Ordinal);
        Assert.Contains("/** Legal guardian — ", Declare(Shipped, isFrench: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_OfAnOperation_TypeItsAnswerAndEachPartOfIt()
    {
        var text = Declare(Line(Step("open", "Hub.Connector.citizen-relations.openCase"), Step("check", "Hub.ValidatePayload", $"\"schema\":{Literal("payment.payment")}")), isFrench: false);

        Assert.All(
            new[] { "function getResultFromOpen(): CitizenRelationsOpenCaseOutput;", "function getResultCaseNumberFromOpen(): string;", "interface CitizenRelationsOpenCaseOutput {", "/** Case number */", "function getErrorsFromCheck(): Array<{ instanceLocation: string;" },
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Declarations_ForAScript_SetOutcomesOnlyWhereTheyCount()
    {
        Assert.Contains("setOutcome:", bench.Scope.Get<ScriptDeclarations>().Of(bench.Compile(Line()), withOutcomes: true, isFrench: false), StringComparison.Ordinal);
        Assert.DoesNotContain("setOutcome:", Declare(Line(), isFrench: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declarations_OfASchemaThatContainsItself_EndAndReferToThemselves()
    {
        await PutAsync("urn:hub:schema:test:tree:1.0.0", """{"type":"object","properties":{"label":{"type":"string"},"below":{"type":"array","items":{"$ref":"#"}},"next":{"$ref":"#/$defs/link"}},"$defs":{"link":{"type":"object","properties":{"to":{"$ref":"#/$defs/link"},"tree":{"$ref":"#"}}}}}""");

        var text = Declare(Flow([Request("test.tree")]), isFrench: false);

        Assert.Contains("  below?: Array<TestTree>;", text, StringComparison.Ordinal);
        Assert.Contains("  to?: TestTreeNext;", text, StringComparison.Ordinal);
        Assert.Contains("  tree?: TestTree;", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Declarations_OfAHugeSchema_StayWithinTheirLimit()
    {
        const string inside = "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"string\"}}}";
        var members = Enumerable.Range(0, 2000).Select(i => "\"m" + i + "\":{\"description\":\"" + new string('x', 300) + "\",\"properties\":{\"n" + i + "\":" + inside + "}}");
        await PutAsync("urn:hub:schema:test:huge:1.0.0", "{\"type\":\"object\",\"properties\":{" + string.Join(',', members) + "}}");

        var text = Declare(Flow([Request("test.huge")]), isFrench: false);

        Assert.InRange(text.Length, 100_000, 400_000);
        Assert.Contains("  m1999?: any;", text, StringComparison.Ordinal);
    }

    [FactIfTypeScript]
    public async Task Declarations_OfAnything_AreTypeScriptThatHelps()
    {
        await PutAsync("urn:hub:schema:test:odd:1.0.0", """{"type":"object","title":"*/ end","required":["a-b"],"properties":{"a-b":{"type":["string","null"]},"class":{"enum":["x","\"y\"",null]},"0":{"type":"integer"},"any":{},"map":{"type":"object","additionalProperties":{"type":"string"}},"é":{"type":"array"},"tuple":{"type":"array","prefixItems":[{"type":"string"}]},"me":{"$ref":"#"}}}""");
        var odd = Flow([Request("test.odd"), Step("a b-c", "Elsa.Event"), Step("get", "Elsa.Event"), Step("1", "Elsa.Event")])
            .Replace("\"inputs\":[", "\"inputs\":[{\"name\":\"Variable\",\"type\":\"String\"},{\"name\":\"Request\",\"type\":\"Int32\"},{\"name\":\"x */ y\",\"type\":\"Guid\",\"description\":\"*/\"},", StringComparison.Ordinal);

        await CompileAsync(Declare(Shipped, isFrench: true), """
            const email: string = variables.request.guardian.email;
            const names: string[] = getRequest().children.map(child => child.givenNames[0]);
            const total: number = variables.request.children.reduce((sum, child) => sum + child.days.length, 0);
            const number: string = variables.file.caseNumber;
            const valid: boolean = France.isNir(email);
            // @ts-expect-error
            variables.request.guardian.emial;
            // @ts-expect-error
            getOpenedFromOpenCase().caseNumbre;
            """);
        await CompileAsync(Declare(odd, isFrench: false), """
            const text: string | null = variables.request["a-b"];
            const mine: string | null | undefined = variables.request.me?.me?.["a-b"];
            const from: any = getResultFromABC();
            """);
    }

    private string Declare(string definition, bool isFrench) => bench.Scope.Get<ScriptDeclarations>().Of(bench.Compile(definition), withOutcomes: false, isFrench);

    private async Task PutAsync(string urn, string schema) => await bench.Scope.Get<SchemaCatalog>().PutAsync(
        SchemaVersion.Read(Encoding.UTF8.GetBytes($$"""{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"{{urn}}",{{schema[1..]}}""")), [], CancellationToken.None);

    private static async Task CompileAsync(string declarations, string use)
    {
        var folder = Directory.CreateTempSubdirectory("hub-tsc-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "declarations.ts"), declarations);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "use.ts"), use);
            var start = new ProcessStartInfo(FactIfTypeScriptAttribute.Node!) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder.FullName }; // skipped where there is none
            foreach (var argument in (string[])[FactIfTypeScriptAttribute.Compiler, "--noEmit", "--strict", "--target", "es2020", "--lib", "es2020", "declarations.ts", "use.ts"])
            {
                start.ArgumentList.Add(argument);
            }

            using var compiler = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
            var output = await compiler.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await compiler.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(compiler.ExitCode == 0, output + "\n" + JsonSerializer.Serialize(declarations)[..Math.Min(2000, declarations.Length)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
