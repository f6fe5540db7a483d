using System.Text.Json;
using Hub.Expressions;
using Hub.Expressions.Domain;
using Hub.Expressions.JavaScript;
using Hub.Expressions.Liquid;

namespace Hub.Server.Tests.ReferenceData;

/// <summary>The table that the build makes, against facts of the Code officiel géographique that anybody can look up.</summary>
public sealed class RealCommunesTests
{
    private static readonly ExpressionBudget Patient = ExpressionBudget.Default with { MaxTime = TimeSpan.FromMinutes(1) };

    private static CommuneTable Table => CommuneTable.Beside ?? throw new InvalidOperationException("The table of communes was expected beside the tests.");

    [FactIfCommuneTable]
    public void Edition_OfTheBuild_HoldsTheWholeCountryThroughTime()
    {
        Assert.True(Table.Edition >= new DateOnly(2026, 1, 1), $"The edition of 2026 or later was expected, not {Table.Edition:yyyy-MM-dd}.");
        Assert.InRange(Table.Count, 39_000, 45_000);
        Assert.Equal(("Rennes", "35", "53", CommuneKind.Commune), Table.Find("35238") is { } rennes ? (rennes.Name, rennes.Department, rennes.Region, rennes.Kind) : default);
        Assert.Equal(("Papeete", "987"), Table.Find("98735") is { } papeete ? (papeete.Name, papeete.Department) : default);
    }

    [FactIfCommuneTable]
    public void Find_CommuneThatWasMerged_TellsItsLastDayAndItsSuccessor()
    {
        var gone = Table.Find("22159");

        Assert.Equal(("Notre-Dame-du-Guildo", CommuneKind.Former, new DateOnly(1972, 1, 1), "22282"), (gone?.Name, gone?.Kind, gone?.Until, gone?.Successor));
        Assert.Equal(["22380"], gone?.Postcodes);
    }

    [FactIfCommuneTable]
    public void Find_DelegatedCommune_TellsWhereItLies()
    {
        var part = Table.Find("01340");

        Assert.Equal((CommuneKind.Delegated, "01015", "01015", new DateOnly(2016, 1, 1)), (part?.Kind, part?.Within, part?.Successor, part?.Until));
    }

    [FactIfCommuneTable]
    public void Find_CorsicanCodeOf1975_LeadsToTodays()
    {
        Assert.Equal(("Foce", "2A115", new DateOnly(1976, 1, 1)), Table.Find("20115") is { } old ? (old.Name, old.Successor, old.Until) : default);
        Assert.Equal(new DateOnly(1976, 1, 1), Table.Find("2a115")?.From);
        Assert.Null(Table.FindAt("2A115", new DateOnly(1975, 12, 31)));
    }

    [FactIfCommuneTable]
    public void FindAt_CodeThatChangedItsName_GivesTheNameOfTheDay()
    {
        Assert.Equal("Saint-Cast", Table.FindAt("22282", new DateOnly(1971, 12, 31))?.Name);
        Assert.Equal("Saint-Cast-le-Guildo", Table.FindAt("22282", new DateOnly(1972, 1, 1))?.Name);
    }

    [FactIfCommuneTable]
    public void Find_CommuneRestoredAfter2019_IsKnownByTheYear()
    {
        var restored = Table.Find("14666");

        Assert.Equal((CommuneKind.Commune, true, null), (restored?.Kind, restored?.IsKnownByYear, restored?.Until));
        Assert.Null(Table.FindAt("14666", new DateOnly(2018, 6, 1)));
    }

    [FactIfCommuneTable]
    public void IsPostcodeOf_ParisAndItsDistricts_AreToldApart()
    {
        Assert.True(Table.IsPostcodeOf("75007", "75056"));
        Assert.True(Table.IsPostcodeOf("75007", "75107"));
        Assert.False(Table.IsPostcodeOf("75008", "75107"));
        Assert.True(Table.IsPostcodeOf("22380", "22159"));
        Assert.False(Table.IsPostcodeOf("35000", "75056"));
        Assert.False(Table.IsPostcodeOf("35000", "35999"));
    }

    [FactIfCommuneTable]
    public void Find_EverySuccessor_IsACodeOfTheTable()
    {
        foreach (var code in new[] { "22159", "01144", "49069", "14712", "60694" })
        {
            for (var (at, steps) = (Table.Find(code), 0); at?.Successor is { } next; at = Table.Find(next), steps++)
            {
                Assert.True(steps < 10 && Table.Find(next) is not null, $"The successor {next} of {at.Code} was expected in the table.");
            }
        }
    }

    [FactIfCommuneTable]
    public void Expressions_AskForACommune_GetTheSameInBothLanguages()
    {
        Assert.Equal("22282|1972-01-01|former", Script("const c = France.commune('22159'); c.successor + '|' + c.until + '|' + c.kind"));
        Assert.Equal("22282|1972-01-01|former", Liquid("{% assign c = '22159' | commune %}{{ c.successor }}|{{ c.until }}|{{ c.kind }}"));
        Assert.Equal("Saint-Cast|null|true|false", Script("[France.communeAt('22282', '1970-05-01').name, France.commune('35999'), France.isPostcodeOf('35700', '35238'), France.isPostcodeOf('75001', '35238')].map(String).join('|')"));
        Assert.Equal("Saint-Cast||true|false", Liquid("{% assign c = '22282' | commune_at: '1970-05-01' %}{{ c.name }}|{{ '35999' | commune }}|{{ '35700' | is_postcode_of: '35238' }}|{{ '75001' | is_postcode_of: '35238' }}"));
        Assert.Equal("22380", Script("France.commune('22159').postcodes[0]"));
    }

    private static string? Script(string source) =>
        Hub.Expressions.JavaScript.Script.Compile(source).Evaluate(EmptyScriptHost.Instance, Patient, TimeProvider.System, static () => 0.5).GetString();

    private static string Liquid(string template) =>
        LiquidTemplate.Compile(template).Render(new JsonLiquidModel(JsonElement.Parse("{}")), Patient, TimeProvider.System);
}
