System.Console.WriteLine("concord");
