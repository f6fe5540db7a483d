using System.Globalization;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>Makes small programs from a seed: typed expressions over variables, loops that end, closures, exceptions.</summary>
internal sealed class ScriptGenerator(int seed)
{
    private readonly Random random = new(seed);
    private List<string> numbers = [], texts = [], lists = [], objects = [];
    private int counter;

    /// <summary>One program as an expression.</summary>
    public string Next()
    {
        (numbers, texts, lists, objects) = (["n"], ["s"], ["a"], ["o"]);
        counter = 0;
        var start = $"let n = {random.Next(-9, 10)}, s = {TextLiteral()}, a = [{string.Join(", ", Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(-5, 9)))}], o = {{ x: {random.Next(9)}, y: {TextLiteral()}, z: {{ w: {random.Next(4)} }} }};";
        return $"(() => {{ {start} {Body(3)} return [n, s, a, o, {Any(2)}]; }})()";
    }

    private string Body(int depth) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Statement(depth)));

    private string Statement(int depth)
    {
        switch (random.Next(depth > 0 ? 13 : 7))
        {
            case 0:
                return Declare();
            case 1:
                return $"n = {Number(2)};";
            case 2:
                return $"s = ({Text(2)}).slice(0, 40);";
            case 3:
                return $"a = ({List(2)}).slice(0, 8);";
            case 4:
                return $"o.{Pick("x", "y", "v")} = {Any(1)};";
            case 5:
                return $"a.{Pick("push", "unshift")}({Number(1)});";
            case 6:
                return $"n {Pick("+=", "-=", "*=", "|=", "^=", ">>=", "??=", "&&=")} {Number(1)};";
            case 7 or 8:
                return Scoped(() => $"if ({Condition(2)}) {{ {Body(depth - 1)} }}{(random.Next(2) == 0 ? $" else {{ {Body(depth - 1)} }}" : "")}");
            case 9:
                var index = "i" + counter++;
                return Scoped(() =>
                {
                    numbers.Add(index + " * 1");
                    return $"for (let {index} = 0; {index} < {random.Next(1, 4)}; {index}++) {{ {Body(depth - 1)} {(random.Next(4) == 0 ? $"if ({Condition(1)}) {Pick("break", "continue")};" : "")} }}";
                });
            case 10:
                var item = "e" + counter++;
                return Scoped(() =>
                {
                    numbers.Add(item);
                    return $"for (const {item} of [...{Pick(lists)}].slice(0, 4)) {{ {Body(depth - 1)} }}";
                });
            case 11:
                return Scoped(() => $"try {{ {Body(depth - 1)} {(random.Next(2) == 0 ? "throw new " + Pick("TypeError", "RangeError", "Error") + "('t');" : "")} }} catch (error) {{ s = error.name; }}{(random.Next(3) == 0 ? " finally { n++; }" : "")}");
            default:
                return Scoped(() => $"switch ({Number(1)}) {{ case 0: {Body(0)} break; case 1: case 2: {Body(0)} default: {Body(0)} }}");
        }
    }

    private string Declare()
    {
        var name = "v" + counter++;
        var (value, kind) = random.Next(5) switch
        {
            0 => (Number(2), numbers),
            1 => (Text(2), texts),
            2 => (List(2), lists),
            3 => ($"{{ ...{Pick(objects)}, x: {Number(1)}, y: {Text(1)} }}", objects),
            _ => (string.Empty, numbers),
        };
        if (value.Length == 0)
        {
            var declared = $"const f{name} = (p, q = {Number(0)}) => {Pick("p + q", "p * q - n", "Math.max(p, q)", "[p, q].length", "p > q ? p : q")};";
            numbers.Add($"f{name}({Number(0)})");
            return declared;
        }

        kind.Add(name);
        return $"const {name} = {value};";
    }

    private string Any(int depth) => random.Next(5) switch
    {
        0 => Number(depth),
        1 => Text(depth),
        2 => List(depth),
        3 => Condition(depth),
        _ => $"{{ k: {Number(depth)}, l: {Text(depth)} }}",
    };

    private string Number(int depth) => depth == 0
        ? random.Next(3) == 0 ? Literal() : Pick(numbers)
        : random.Next(14) switch
        {
            0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>")} {Number(depth - 1)})",
            1 => $"Math.{Pick("abs", "floor", "ceil", "round", "trunc", "sign")}({Number(depth - 1)})",
            2 => $"({Text(depth - 1)}).length",
            3 => $"({Text(depth - 1)}).{Pick("indexOf", "lastIndexOf")}({TextLiteral()})",
            4 => $"({List(depth - 1)}).{Pick("length", "reduce((x, y) => x + y, 0)", "indexOf(1)", "findIndex(x => x > 2)", "at(-1)")}",
            5 => $"({Condition(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
            6 => $"parseInt({Text(depth - 1)})",
            7 => $"Number({Any(depth - 1)})",
            8 => $"({Text(depth - 1)}).charCodeAt({random.Next(3)})",
            9 => $"({Pick(objects)}?.{Pick("x", "z?.w", "none?.w", "v")} ?? {Number(depth - 1)})",
            10 => $"Number(({Number(depth - 1)}).toFixed({random.Next(4)}))",
            11 => $"-({Number(depth - 1)})",
            12 => $"~~({Number(depth - 1)})",
            _ => $"Math.{Pick("max", "min")}({Number(depth - 1)}, {Number(depth - 1)})",
        };

    private string Text(int depth) => depth == 0
        ? random.Next(3) == 0 ? TextLiteral() : Pick(texts)
        : random.Next(13) switch
        {
            0 => $"({Text(depth - 1)} + {Any(depth - 1)})",
            1 => $"({Text(depth - 1)}).{Pick("toUpperCase()", "toLowerCase()", "trim()", "trimEnd()", "split('').reverse().join('')", "normalize('NFD')")}",
            2 => $"({Text(depth - 1)}).{Pick("slice", "substring", "substr")}({random.Next(-3, 5)}, {random.Next(-2, 6)})",
            3 => $"({Text(depth - 1)}).{Pick("replace", "replaceAll")}({Pick("'a'", "/[b-e]/g", "/(.)(.)/g", "/\\d+/g", "/^\\s*|$/g")}, {Pick("'$1'", "'[$&]'", "m => m + m", "''")})",
            4 => $"({List(depth - 1)}).join({TextLiteral()})",
            5 => $"`${{{Number(depth - 1)}}}:${{{Text(depth - 1)}}}`",
            6 => $"String({Number(depth - 1)})",
            7 => $"JSON.stringify({Any(depth - 1)})",
            8 => $"({Text(depth - 1)}).{Pick("padStart", "padEnd")}({random.Next(8)}, {TextLiteral()})",
            9 => $"({Text(depth - 1)}).split({Pick("','", "/[aeiou]/", "''", "' '")}).join('|')",
            10 => $"typeof {Number(0)}",
            11 => $"({Condition(depth - 1)} ? {Text(depth - 1)} : {Text(depth - 1)})",
            _ => $"encodeURIComponent({Text(depth - 1)})",
        };

    private string List(int depth) => depth == 0
        ? Pick(lists)
        : random.Next(9) switch
        {
            0 => $"({List(depth - 1)}).map((x, i) => {Pick("x * 2", "x + i", "x % 3", "-x", "i")})",
            1 => $"({List(depth - 1)}).filter(x => x {Pick(">", "<", "!==", ">=")} {random.Next(-2, 5)})",
            2 => $"[...{List(depth - 1)}].sort({Pick("", "(x, y) => (x || 0) - (y || 0)", "(x, y) => (y || 0) - (x || 0)")})",
            3 => $"[...{List(depth - 1)}].reverse()",
            4 => $"({List(depth - 1)}).concat({List(depth - 1)}, {Number(depth - 1)}).slice(0, 9)",
            5 => $"[{Number(depth - 1)}, {Number(depth - 1)}]",
            6 => $"[...new Set({List(depth - 1)})]",
            7 => $"({List(depth - 1)}).slice({random.Next(-3, 4)})",
            _ => $"Array.from({{ length: {random.Next(4)} }}, (_, i) => i * {random.Next(4)})",
        };

    private string Condition(int depth) => depth == 0
        ? Pick("true", "false")
        : random.Next(8) switch
        {
            0 => $"({Number(depth - 1)} {Pick("<", ">", "<=", ">=", "===", "!==", "==")} {Number(depth - 1)})",
            1 => $"({Text(depth - 1)} {Pick("<", ">", "===", "!=")} {Text(depth - 1)})",
            2 => $"({Condition(depth - 1)} {Pick("&&", "||")} {Condition(depth - 1)})",
            3 => $"!{Condition(depth - 1)}",
            4 => $"({Text(depth - 1)}).{Pick("includes", "startsWith", "endsWith")}({TextLiteral()})",
            5 => $"({List(depth - 1)}).{Pick("some(x => x > 1)", "every(x => x < 5)", "includes(2)")}",
            6 => $"isNaN({Number(depth - 1)})",
            _ => $"('{Pick("x", "q")}' in {Pick(objects)})",
        };

    private string Literal() => random.Next(5) switch
    {
        0 => Pick("0.5", "1.25", "1e3", "0x1f", "2.5"),
        1 => Pick("NaN", "Infinity"),
        _ => random.Next(12).ToString(CultureInfo.InvariantCulture),
    };

    private string TextLiteral() => Pick("''", "'a'", "'abc,d'", "' é 12 '", "'Zoé'", "'x1y22'", "\"it's\"", "'12'");

    private string Scoped(Func<string> block)
    {
        var kept = (numbers, texts, lists, objects);
        (numbers, texts, lists, objects) = ([.. numbers], [.. texts], [.. lists], [.. objects]);
        var text = block();
        (numbers, texts, lists, objects) = kept;
        return text;
    }

    private string Pick(IReadOnlyList<string> items) => items[random.Next(items.Count)];

    private string Pick(params string[] items) => items[random.Next(items.Length)];
}
