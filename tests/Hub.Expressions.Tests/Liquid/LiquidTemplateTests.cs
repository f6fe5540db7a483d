using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Expressions.Liquid;

namespace Hub.Expressions.Tests.Liquid;

public sealed class LiquidTemplateTests
{
    private const string Model = """
        {"name":"Zoé","n":5,"price":12.50,"neg":-7,"big":1e300,"list":[3,1,2],"words":["b","A","c"],"empty":[],"nothing":null,"yes":true,"no":false,"blank":"  ",
         "order":{"id":7,"lines":[{"sku":"a","price":1.5,"ok":true},{"sku":"b","price":2.25,"ok":false},{"sku":"c","price":1.5}]},"nested":[[1,2],[3]],"size":{"size":9},"html":"<b class='x'>a & b</b>","key":"id"}
        """;

    [Theory]
    // output, paths
    [InlineData("Hello {{ name }}!", "Hello Zoé!")]
    [InlineData("{{ order.lines[1].sku }}{{ order['id'] }}{{ order[key] }}{{ list[-1] }}{{ list.first }}{{ list.last }}{{ list.size }}", "b77232" + "3")]
    [InlineData("{{ missing.a.b }}|{{ nothing }}|{{ list[9] }}", "||")]
    [InlineData("{{ size.size }}{{ order.size }}{{ name.size }}", "923")]
    [InlineData("{{ list }} {{ nested }} {{ (1..4) }} {{ order.lines[2] }}", "312 123 1234 {\"sku\":\"c\",\"price\":1.5}")]
    [InlineData("{{ price }} {{ n }} {{ 2.0 }} {{ yes }} {{ 'a' }} {{ \"it's\" }} {{ -3 }}", "12.5 5 2.0 true a it's -3")]
    [InlineData("{{ '}}' }}{% assign a = '%}' %}{{ a }}", "}}%}")]
    [InlineData("{{ Name }}{{ ORDER }}", "Zoé")]
    [InlineData("{{ ['name'] }}{{ [key] }}", "Zoé")]
    // whitespace
    [InlineData("a  {{- 1 -}}  b {%- assign x = 1 -%} c", "a1bc")]
    [InlineData("a\n{%- if yes %} b {% endif -%}\n c", "a b c")]
    [InlineData("{% raw %}{{ x }}{% if %}{% endraw %}{%- raw -%}  y  {%- endraw -%} ", "{{ x }}{% if %}y")]
    [InlineData("a{% comment %} {% if %} {{ {% raw %}{% endcomment %}{% endraw %} {% comment %}x{% endcomment %} {% endcomment %}b", "ab")]
    [InlineData("a{% # isn't it %}b{%- # one\n # two\n -%} c", "abc")]
    // conditions
    [InlineData("{% if n == 5 and price > 12 %}a{% elsif yes %}b{% else %}c{% endif %}", "a")]
    [InlineData("{% if no %}a{% elsif nothing %}b{% else %}c{% endif %}{% unless no %}d{% else %}e{% endunless %}", "cd")]
    [InlineData("{% if yes or no and no %}a{% endif %}{% if no and no or yes %}b{% else %}c{% endif %}", "ac")]
    [InlineData("{% if empty == list %}x{% endif %}{% if empty == empty %}{% endif %}{% if words contains 'A' %}a{% endif %}{% if name contains 'oé' %}b{% endif %}{% if order contains 'id' %}c{% endif %}", "abc")]
    [InlineData("{% if blank == blank %}a{% endif %}{% if nothing == blank %}b{% endif %}{% if no == blank %}c{% endif %}{% if n == blank %}d{% endif %}{% if '' == empty %}e{% endif %}{% if ' ' == blank %}f{% endif %}", "abcef")]
    [InlineData("{% if '10' > 9 %}a{% endif %}{% if 'a' < 'b' %}b{% endif %}{% if nothing < 1 %}c{% endif %}{% if 1 == '1' %}d{% endif %}{% if 1.0 == 1 %}e{% endif %}{% if n <> 4 %}f{% endif %}{% if nothing == nil %}g{% endif %}", "abefg")]
    [InlineData("{{ n > 3 }} {{ yes and no }} {{ 0 and '' and true }}", "true false true")]
    [InlineData("{% case n %} x {% when 1, 2 %}a{% when 4 or 5 %}b{% when 5 %}c{% else %}d{% endcase %}{% case name %}{% when 'x' %}{% else %}e{% endcase %}", "bce")]
    // loops
    [InlineData("{% for i in list %}{{ i }}{{ forloop.index }}{{ forloop.rindex0 }}{% unless forloop.last %},{% endunless %}{% endfor %}", "312,121,230")]
    [InlineData("{% for i in (1..9) limit:3 offset:2 %}{{ i }}{% endfor %}-{% for i in (1..9) offset:continue limit: 2 %}{{ i }}{% endfor %}-{% for i in (1..9) reversed, limit: 2 %}{{ i }}{% endfor %}", "345-67-21")]
    [InlineData("{% for i in empty %}x{% else %}none{% endfor %}{% for i in nothing %}{% else %}nil{% endfor %}", "nonenil")]
    [InlineData("{% for i in (1..5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "13")]
    [InlineData("{% for i in (1..2) %}{% for j in (1..2) %}{{ forloop.parentloop.index }}{{ forloop.index }} {% endfor %}{% endfor %}", "11 12 21 22 ")]
    [InlineData("{% for p in size %}{{ p[0] }}={{ p[1] }}{% endfor %}{% for c in name %}{{ c }}{% endfor %}", "size=9Zoé")]
    [InlineData("{% for i in (1..3) %}{% assign last = i %}{% endfor %}{{ last }}{{ i }}", "3")]
    [InlineData("{% for i in (1..4) %}{% cycle 'a', 'b' %}{% cycle 'g': 1, 2, 3 %}{% endfor %}{% cycle 'a', 'b' %}", "a1b2a3b1a")]
    [InlineData("{% tablerow i in (1..3) cols:2 %}{{ i }}{{ tablerowloop.col_last }}{% endtablerow %}", "<tr class=\"row1\"><td class=\"col1\">1false</td><td class=\"col2\">2true</td></tr><tr class=\"row2\"><td class=\"col1\">3false</td></tr>")]
    [InlineData("{% increment c %}{% increment c %}{{ c }}{% decrement d %}{% decrement d %}{% increment n %}", "012-1-25")]
    [InlineData("{% capture x %}<{{ n }}>{% endcapture %}{{ x }}{{ x | size }}{% capture 'y' %}1{% endcapture %}{{ y }}", "<5>31")]
    [InlineData("{% liquid\n assign a = 1\n # note\n comment\n if\n endcomment\n for i in (1..3)\n  if i == 2\n   continue\n  endif\n  echo i | plus: a\n endfor\n%}!", "24!")]
    [InlineData("a{% break %}b", "a")]
    public void Render_LanguageConstruct_GivesWhatShopifyGives(string template, string expected) => Assert.Equal(expected, LiquidText.Render(template, Model));

    [Theory]
    [InlineData("{{ neg | abs }} {{ '-1.50' | abs }} {{ n | at_least: 7 }} {{ n | at_most: 2 }} {{ 1.2 | ceil }} {{ 1.8 | floor }} {{ -1.2 | floor }}", "7 1.5 7 2 2 1 -2")]
    [InlineData("{{ 20 | divided_by: 7 }} {{ -7 | divided_by: 2 }} {{ 20 | divided_by: 8.0 }} {{ price | divided_by: 5 }} {{ 10 | modulo: 3 }} {{ -10 | modulo: 3 }} {{ 7.5 | modulo: 2 }}", "2 -4 2.5 2.5 1 2 1.5")]
    [InlineData("{{ 0.1 | plus: 0.2 }} {{ 183.357 | times: 12 }} {{ 4 | minus: 2 }} {{ '3' | plus: '4.5' }} {{ 'x' | plus: 1 }} {{ nothing | plus: 1 }} {{ big | plus: 1 }}", "0.3 2200.284 2 7.5 1 1 1e+300")]
    [InlineData("{{ 1.5 | round }} {{ 2.5 | round }} {{ -2.5 | round }} {{ 2.345 | round: 2 }} {{ 1234 | round: -2 }} {{ 4 | round: 2 }}", "2 3 -3 2.35 1200 4")]
    [InlineData("{{ 'a' | append: 'b' | prepend: 'c' }} {{ 'éCOLE x' | capitalize }} {{ 'Éa' | upcase }} {{ 'ÉA' | downcase }}", "cab École x ÉA éa")]
    [InlineData("[{{ ' a ' | strip }}][{{ ' a ' | lstrip }}][{{ ' a ' | rstrip }}][{{ \"a\nb\" | strip_newlines }}][{{ \"a\nb\" | newline_to_br }}]", "[a][a ][ a][ab][a<br />\nb]")]
    [InlineData("{{ 'abcb' | replace: 'b', 'x' }} {{ 'abcb' | replace_first: 'b', 'x' }} {{ 'abcb' | replace_last: 'b', 'x' }} {{ 'abcb' | remove: 'b' }} {{ 'abcb' | remove_first: 'b' }} {{ 'abcb' | remove_last: 'b' }}", "axcx axcb abcx ac acb abc")]
    [InlineData("{{ 'abcdef' | slice: 1, 3 }} {{ 'abc' | slice: -2 }} {{ 'abc' | slice: -2, 9 }} {{ list | slice: 1, 2 | join }} {{ 'abc' | slice: 9 }}", "bcd b bc 1 2 ")]
    [InlineData("{{ 'a,b,,c,,' | split: ',' | json }} {{ ' a  b ' | split: ' ' | json }} {{ 'abc' | split: '' | join: '-' }}", "[\"a\",\"b\",\"\",\"c\"] [\"a\",\"b\"] a-b-c")]
    [InlineData("{{ 'Ground control to Major Tom.' | truncate: 20 }} {{ 'Ground control' | truncate: 10, '' }} {{ 'abc' | truncate: 3 }} {{ 'a b c' | truncatewords: 2 }} {{ 'a b' | truncatewords: 2 }}", "Ground control to... Ground con abc a b... a b")]
    [InlineData("{{ html | escape }} {{ '&lt; & &#39; &amp' | escape_once }} {{ html | strip_html }} {{ 'a<script>x</script>b<!-- c -->' | strip_html }}", "&lt;b class=&#39;x&#39;&gt;a &amp; b&lt;/b&gt; &lt; &amp; &#39; &amp;amp a & b ab")]
    [InlineData("{{ 'a b&é/~' | url_encode }} {{ 'a+b%26%C3%A9' | url_decode }} {{ 'é?' | base64_encode }} {{ 'w6k/' | base64_decode }} {{ 'é?>' | base64_url_safe_encode }} {{ 'é' | base64 }}", "a+b%26%C3%A9%2F~ a b&é w6k/ é? w6k_Pg== w6k=")]
    [InlineData("{{ list | sort | join }} {{ words | sort | join }} {{ words | sort_natural | join }} {{ list | reverse | join: '' }} {{ '3,1,2,1' | split: ',' | uniq | join }} {{ nested | join: '+' }}", "1 2 3 A b c A b c 213 3 1 2 1+2+3")]
    [InlineData("{{ order.lines | map: 'sku' | join }} {{ order.lines | where: 'ok' | map: 'sku' }} {{ order.lines | where: 'price', 1.5 | size }} {{ order.lines | reject: 'ok' | size }} {{ order.lines | sum: 'price' }} {{ order.lines | sort: 'price' | map: 'sku' | join: '' }}", "a b c a 2 2 5.25 acb")]
    [InlineData("{{ order.lines | find: 'sku', 'b' | map: 'price' }} {{ order.lines | find_index: 'sku', 'c' }} {{ order.lines | has: 'sku', 'z' }} {{ order.lines | compact: 'ok' | size }} {{ order.lines | uniq: 'price' | size }} {{ list | concat: words | size }}", "2.25 2 false 2 2 6")]
    [InlineData("{{ missing | default: 'd' }} {{ no | default: 'd' }} {{ no | default: 'd', allow_false: true }} {{ '' | default: 'd' }} {{ empty | default: 'd' }} {{ 0 | default: 'd' }}", "d d false d d 0")]
    [InlineData("{{ order.lines[0] | json }} {{ 'a\"é' | json }} {{ nothing | json }} {{ order | keys | join }} {{ name | size }}{{ list | size }}{{ n | size }}", "{\"sku\":\"a\",\"price\":1.5,\"ok\":true} \"a\\\"é\" null id lines 330")]
    [InlineData("{{ '2026-07-14' | date: '%d/%m/%Y %A %j' }} {{ 'now' | date: '%Y-%m-%d %H:%M %z %Z' }} {{ 1152098955 | date: '%s %e %-d %b' }} {{ 'no date' | date: '%Y' }} {{ nothing | date: '%Y' }}", "14/07/2026 Tuesday 195 2026-07-14 12:00 +0200 CEST 1152098955  5 5 Jul no date ")]
    [InlineData("{{ '2026-01-01T09:05:03+02:00' | date: '%H:%M:%S %-I%P %U %V %W %u %y %C %L %:z %^a %10Y %%' }} {{ '31/12/2025 23:59' | date: '%FT%R' }} {{ '2026-07-14T10:00:00Z' | date: '%c' }}", "09:05:03 9am 00 01 00 4 26 20 000 +02:00 THU 0000002026 % 2025-12-31T23:59 Tue Jul 14 12:00:00 2026")]
    public void Render_Filter_GivesWhatShopifyGives(string template, string expected) => Assert.Equal(expected, LiquidText.Render(template, Model));

    [Theory]
    [InlineData("ab\n {% if x %}", ExpressionErrorKind.Syntax, 2, 2, "endif")]
    [InlineData("{{ a", ExpressionErrorKind.Syntax, 1, 1, "}}")]
    [InlineData("{% for i of x %}{% endfor %}", ExpressionErrorKind.Syntax, 1, 10, "'in'")]
    [InlineData("{{ a | uppcase }}", ExpressionErrorKind.Syntax, 1, 8, "upcase")]
    [InlineData("{{ a | append }}", ExpressionErrorKind.Syntax, 1, 8, "argument")]
    [InlineData("{% if a = 1 %}{% endif %}", ExpressionErrorKind.Syntax, 1, 9, "==")]
    [InlineData("{% if (a or b) and c %}{% endif %}", ExpressionErrorKind.Syntax, 1, 10, "ranges")]
    [InlineData("{% endfor %}", ExpressionErrorKind.Syntax, 1, 1, "endfor")]
    [InlineData("{% if a %}{% endfor %}", ExpressionErrorKind.Syntax, 1, 11, "endif")]
    [InlineData("{% liquid\n if a\n%}{% endif %}", ExpressionErrorKind.Syntax, 2, 2, "endif")]
    [InlineData("{% nope %}", ExpressionErrorKind.Syntax, 1, 1, "nope")]
    [InlineData("{% include 'x' %}", ExpressionErrorKind.NotSupported, 1, 1, "include")]
    [InlineData("x{% render 'x' %}", ExpressionErrorKind.NotSupported, 1, 2, "render")]
    [InlineData("{% layout 'x' %}", ExpressionErrorKind.NotSupported, 1, 1, "layout")]
    [InlineData("{{ 'abc }}", ExpressionErrorKind.Syntax, 1, 4, "closed")]
    public void Compile_WrongTemplate_SaysWhatAndWhere(string template, ExpressionErrorKind kind, int line, int column, string word)
    {
        var error = LiquidText.Fail(template);

        Assert.Equal((kind, line, column), (error.Kind, error.Line, error.Column));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.NotEqual(error.Message, error.MessageFrench);
        Assert.Contains("ligne", error.MessageFrench, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_DivisionByZero_TellsThePlaceAndNoData()
    {
        var error = LiquidText.Fail("ab\n{{ name | plus: 3 | divided_by: 0 }}", Model);

        Assert.Equal((ExpressionErrorKind.Runtime, 2, 21), (error.Kind, error.Line, error.Column));
        Assert.DoesNotContain("Zoé", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_Template_TellsWhatItReads()
    {
        var template = LiquidTemplate.Compile("""
            {% assign order = Variables.order %}{{ order.total | round }}{{ Input['name'] }}
            {% for line in order.lines %}{{ line.sku }}{% for t in line.tags %}{{ t }}{% endfor %}{{ forloop.index }}{% endfor %}
            {{ Variables.map[key] }}{{ local.x }}{% capture local %}{% endcapture %}{{ local.y }}{{ Variables.list[0].a }}
            """);

        Assert.Equal(["Variables", "Input", "key", "local"], template.FreeVariables.Order(StringComparer.Ordinal).OrderBy(static name => name switch { "Variables" => 0, "Input" => 1, "key" => 2, _ => 3 }));
        Assert.Equal(
            ["Variables.order", "Variables.order.total*", "Input.name", "Variables.order.lines", "Variables.order.lines[].sku", "Variables.order.lines[].tags", "Variables.order.lines[].tags[]", "key", "Variables.map*", "local.x", "Variables.list[].a"],
            template.Paths.Select(static path => path + (path.IsPartial ? "*" : string.Empty)));
    }

    [Fact]
    public void Render_HostObject_IsAskedByNameAndByItsOtherCase()
    {
        var text = LiquidTemplate.Compile("{{ Variables.total }}{{ variables.Total }}{{ Variables.TOTAL }}{% for v in Variables %}{{ v[0] }}={{ v[1] }}{% endfor %}")
            .Render(new HostModel(), LiquidText.Patient, TimeProvider.System);

        Assert.Equal("1.51.5total=1.5", text);
    }

    [Fact]
    public void Render_LoneSurrogateInTheModel_PrintsTheReplacementCharacter() =>
        Assert.Equal("a\uFFFDb😀", LiquidText.Render("{{ x }}", """{"x":"a\ud800b\ud83d\ude00"}"""));

    [Fact]
    public async Task Render_OneTemplateOnManyThreads_GivesTheSame()
    {
        var template = LiquidTemplate.Compile("{% for i in (1..50) %}{% cycle 'a','b' %}{% increment n %}{% endfor %}");
        var model = JsonLiquidModel.Empty;
        var expected = template.Render(model, LiquidText.Patient, LiquidText.Clock);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => template.Render(model, LiquidText.Patient, LiquidText.Clock)))).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.All(all, text => Assert.Equal(expected, text));
    }

    private sealed class HostModel : ILiquidModel
    {
        public bool TryGet(string name, out HostMember member)
        {
            member = HostMember.FromObject(new HostVariables());
            return name == "Variables";
        }
    }

    private sealed class HostVariables : IScriptObject
    {
        public IEnumerable<string> Names => ["total"];

        public bool TryGet(string name, out HostMember member)
        {
            member = HostMember.FromValue(JsonElement.Parse("1.5"));
            return name == "total";
        }

        public bool TrySet(string name, JsonElement value) => false;
    }
}
