using BenchmarkDotNet.Running;
using Concord.Benchmarks.Roofline;

if (args is ["roofline", .. var words])
    return RooflineCommand.Run(words, Console.Out, Console.Error);
BenchmarkSwitcher.FromAssembly(typeof(RooflineCommand).Assembly).Run(args);
return 0;
