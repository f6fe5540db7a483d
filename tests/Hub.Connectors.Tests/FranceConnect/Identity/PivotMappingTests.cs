using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Connectors.FranceConnect.Identity;
using Hub.Connectors.FranceConnect.Jose;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Hub.Connectors.FranceConnect.StandIn.Provider;

namespace Hub.Connectors.Tests.FranceConnect.Identity;

public class PivotMappingTests
{
    private static readonly CitizenRegister Citizens = new(seed: 1);
    private static readonly HashSet<string> Scopes = ["openid", "identite_pivot", "idp_birthdate", "email"];

    public static TheoryData<int> EveryCitizen => [.. Enumerable.Range(0, 201)];

    [Theory]
    [MemberData(nameof(EveryCitizen))]
    public void Map_EveryTestCitizen_GivesAnIdentityThatKeepsTheRules(int number)
    {
        var citizen = Citizens.Get(number);

        var pivot = PivotMapping.Map(ClaimsOf(citizen));

        Assert.Equal(citizen.GivenNames, pivot.GivenNames);
        Assert.Equal(citizen.FamilyName, pivot.FamilyName);
        Assert.NotEqual("", pivot.UsageName);
        Assert.Contains(pivot.Gender, new[] { "male", "female", "unspecified" });
        Assert.Matches(new Regex("^(?:2[AB]|[0-9]{2})[0-9]{3}$", RegexOptions.NonBacktracking), pivot.BirthCountry);
        Assert.Equal(pivot.BirthCountry == "99100", pivot.BirthPlace is not null);
        Assert.Equal(
            citizen.IdpBirthdate.Replace("-00", "", StringComparison.Ordinal), pivot.BirthDate.Value);
        Assert.Equal(citizen.Email, pivot.Email);
    }

    [Fact]
    public void Get_TwelveInARow_ShowEveryTrap()
    {
        var some = Enumerable.Range(24, 12).Select(Citizens.Get).ToList();

        Assert.Contains(some, citizen => citizen.Birthplace == "2A115");
        Assert.Contains(some, citizen => citizen.IdpBirthdate.EndsWith("-00", StringComparison.Ordinal) && !citizen.IdpBirthdate.EndsWith("-00-00", StringComparison.Ordinal));
        Assert.Contains(some, citizen => citizen.IdpBirthdate.EndsWith("-00-00", StringComparison.Ordinal) && citizen.Birthdate.EndsWith("-01-01", StringComparison.Ordinal));
        Assert.Contains(some, citizen => citizen is { Birthplace: "", Birthcountry: not "99100" });
        Assert.Contains(some, citizen => citizen is { Birthplace: null, Birthcountry: not "99100" });
        Assert.Contains(some, citizen => citizen.Gender == "unspecified");
        Assert.Contains(some, citizen => citizen.GivenNames.Count == 3);
        Assert.Contains(some, citizen => citizen.GivenNames.All(name => name.Contains('-', StringComparison.Ordinal)));
        Assert.Contains(some, citizen => citizen.UsageName is { Length: > 0 } && citizen.UsageName != citizen.FamilyName);
        Assert.Contains(some, citizen => citizen.FamilyName.Contains('\'', StringComparison.Ordinal));
    }

    [Fact]
    public void Get_SameSeed_GivesTheSameCitizens()
    {
        var again = new CitizenRegister(seed: 1);

        Assert.Equal(
            Enumerable.Range(0, 50).Select(number => JsonSerializer.Serialize(Citizens.Get(number))),
            Enumerable.Range(0, 50).Select(number => JsonSerializer.Serialize(again.Get(number))));
        Assert.NotEqual(JsonSerializer.Serialize(Citizens.Get(1)), JsonSerializer.Serialize(new CitizenRegister(seed: 2).Get(1)));
    }

    [Fact]
    public void Map_NamesWithoutArray_AreSplitAtSpaces()
    {
        var pivot = PivotMapping.Map(Claims(claims => claims.Remove("given_name_array")));

        Assert.Equal(["Jean-Baptiste", "Noël"], pivot.GivenNames);
    }

    [Fact]
    public void Map_FreeTextBirthplaceAbroad_IsNoCommune()
    {
        var pivot = PivotMapping.Map(Claims(claims => (claims["birthcountry"], claims["birthplace"]) = ("99139", "Lisboa")));

        Assert.Null(pivot.BirthPlace);
    }

    [Theory]
    [InlineData("family_name", null)]
    [InlineData("family_name", "")]
    [InlineData("family_name", "   ")]
    [InlineData("family_name", "long")]
    [InlineData("preferred_username", "long")]
    [InlineData("given_name_array", "not an array, and no given_name")]
    [InlineData("gender", "M")]
    [InlineData("gender", null)]
    [InlineData("birthdate", "05/11/1992")]
    [InlineData("birthdate", null)]
    [InlineData("birthcountry", "FR")]
    [InlineData("birthcountry", null)]
    [InlineData("birthcountry", "75107")]
    [InlineData("birthplace", "")]
    [InlineData("birthplace", null)]
    [InlineData("birthplace", "2C115")]
    [InlineData("birthplace", "Paris 7e")]
    [InlineData("birthplace", "75107\n")]
    [InlineData("sub", null)]
    public void Map_BrokenRule_IsRefusedWithoutTheValue(string claim, string? value)
    {
        var claims = Claims(all =>
        {
            all.Remove("given_name");
            all.Remove(claim);
            if (value is not null)
            {
                all[claim] = value == "long" ? new string('x', 257) : value;
            }
        });

        var refused = Assert.Throws<ProofRefusedException>(() => PivotMapping.Map(claims));

        Assert.Equal(ProofFault.IdentityInvalid, refused.Fault);
        Assert.DoesNotContain("Lefèvre", refused.Message, StringComparison.Ordinal);
        Assert.True(value is null or "" or "   " or "M" || !refused.Message.Contains(value, StringComparison.Ordinal));
    }

    private static JsonElement Claims(Action<JsonObject> change)
    {
        var claims = new JsonObject
        {
            ["sub"] = "abcv1", ["given_name"] = "Jean-Baptiste Noël", ["given_name_array"] = new JsonArray("Jean-Baptiste", "Noël"),
            ["family_name"] = "Lefèvre", ["birthdate"] = "1992-11-05", ["gender"] = "male", ["birthplace"] = "75107", ["birthcountry"] = "99100",
        };
        change(claims);
        return JsonSerializer.SerializeToElement(claims);
    }

    private static JsonElement ClaimsOf(TestCitizen citizen)
    {
        var claims = new JsonObject { ["sub"] = "abcv1" };
        ClaimScopes.Write(citizen, Scopes, claims);
        return JsonSerializer.SerializeToElement(claims);
    }
}
