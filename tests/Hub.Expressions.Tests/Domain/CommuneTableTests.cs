using System.IO.Compression;
using System.Text;
using Hub.Expressions.Domain;
using Hub.Expressions.Tests.JavaScript;
using Hub.Expressions.Tests.Liquid;

namespace Hub.Expressions.Tests.Domain;

/// <summary>A small table of invented communes; the real one is tested where the build lays it.</summary>
public sealed class CommuneTableTests
{
    private const string Text = """
        #	2026-01-01
        01001	C	01	84		01100	|1980-01-01|day||Vieuxbourg;1980-01-01||day||Neufbourg
        01002	-	01	84			|1980-01-01|day|01001|Hameau
        01003	D	01	84	01001		|2025-01-01|year|01001|Delle
        01004	-	01				|1950-01-01|day||Disparue
        01005	C	01	84		01105 01106	|1960-01-01|day|01001|Rendue;2024-01-01||year||Rendue
        01101	M	01	84	01001	01101	||year||Neufbourg 1er

        """;

    private static readonly CommuneTable Table = Read(Text);

    [Fact]
    public void Find_CodesOfEachKind_TellsWhatTheyStandFor()
    {
        Assert.Equal((6, new DateOnly(2026, 1, 1)), (Table.Count, Table.Edition));
        Assert.Equal(("Neufbourg", CommuneKind.Commune, null), Table.Find("01001") is { } now ? (now.Name, now.Kind, now.Until) : default);
        Assert.Equal((CommuneKind.Former, "01001", new DateOnly(1980, 1, 1), false), Table.Find("01002") is { } gone ? (gone.Kind, gone.Successor, gone.Until, gone.IsKnownByYear) : default);
        Assert.Equal((CommuneKind.Delegated, "01001", true), Table.Find("01003") is { } part ? (part.Kind, part.Within, part.IsKnownByYear) : default);
        Assert.Equal((CommuneKind.MunicipalDistrict, "01001", false), Table.Find("01101") is { } district ? (district.Kind, district.Within, district.IsKnownByYear) : default);
        Assert.Null(Table.Find("01999"));
        Assert.Null(Table.Find(""));
        Assert.Null(Table.Find("été01"));
    }

    [Theory]
    [InlineData("01001", "1979-12-31", "Vieuxbourg")]
    [InlineData("01001", "1980-01-01", "Neufbourg")]
    [InlineData("01002", "1980-01-01", null)]
    [InlineData("01005", "1959-12-31", "Rendue")]
    [InlineData("01005", "1990-01-01", null)]
    [InlineData("01005", "2024-01-01", "Rendue")]
    public void FindAt_Day_GivesTheCommuneOfThatDay(string code, string day, string? expected) =>
        Assert.Equal(expected, Table.FindAt(code, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))?.Name);

    [Theory]
    [InlineData("01100", "01001", true)]
    [InlineData("01100", "01002", true)]
    [InlineData("01100", "01003", true)]
    [InlineData(" 01106 ", "01005", true)]
    [InlineData("01101", "01101", true)]
    [InlineData("01101", "01001", false)]
    [InlineData("01100", "01004", false)]
    [InlineData("01100", "01999", false)]
    public void IsPostcodeOf_Pair_FollowsTheCommuneThatRemains(string postcode, string code, bool expected) =>
        Assert.Equal(expected, Table.IsPostcodeOf(postcode, code));

    [Theory]
    [InlineData("")]
    [InlineData("01001\tC\t01\t84\t\t\t||day||A\n")]
    [InlineData("#\tyesterday\n")]
    [InlineData("#\t2026-01-01\n01002\tC\t01\t84\t\t\t||day||B\n01001\tC\t01\t84\t\t\t||day||A\n")]
    [InlineData("#\t2026-01-01\n0100\tC\t01\t84\t\t\t||day||A\n")]
    [InlineData("#\t2026-01-01\n01001\tC")]
    public void Read_NoSuchTable_IsRefused(string text) => Assert.Throws<InvalidDataException>(() => Read(text));

    [Theory]
    [InlineData("France.commune('01001')", "{{ '01001' | commune }}")]
    [InlineData("France.communeAt('01001', '2020-01-01')", "{{ '01001' | commune_at: '2020-01-01' }}")]
    [InlineData("France.isPostcodeOf('01100', '01001')", "{{ '01100' | is_postcode_of: '01001' }}")]
    public void Call_WithoutTheTable_IsAnErrorAndNotAnAnswer(string script, string template)
    {
        Assert.Null(CommuneTable.Beside);
        Assert.Contains("not beside this program", Js.Fail(script).Message, StringComparison.Ordinal);
        var error = LiquidText.Fail(template);
        Assert.Contains("not beside this program", error.Message, StringComparison.Ordinal);
        Assert.Contains("n'accompagne pas", error.MessageFrench, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AsExpressionsSeeIt_HasEveryMember()
    {
        var seen = CommuneCalls.Find(Table, "01002");

        Assert.Equal("""{"code":"01002","name":"Hameau","kind":"former","department":"01","region":"84","within":null,"from":null,"until":"1980-01-01","exact":"day","successor":"01001","postcodes":["01100"]}""", seen?.GetRawText());
        Assert.Null(CommuneCalls.Find(Table, "01999"));
    }

    private static CommuneTable Read(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        packed.Position = 0;
        return CommuneTable.Read(packed);
    }
}
